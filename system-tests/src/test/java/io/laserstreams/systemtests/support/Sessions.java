package io.laserstreams.systemtests.support;

import io.laserstreams.schema.Interaction;
import io.laserstreams.schema.InteractionKind;
import io.laserstreams.schema.Topic;
import java.util.HashMap;
import java.util.Map;

/**
 * Users in bursts of four: they request a slate, rate what they are shown, and return once that is
 * acknowledged. So for every score it is known which rating it must have used, and every impression
 * must become a sample.
 */
public final class Sessions {
  public static final String IMPRESSION = "i-";
  public static final String ITEM = "a";
  private static final int BURST = 4;
  private static final float LIKED = 5;

  private final LaserSystem system;
  private final int users;
  private final Map<String, Long> ratedBefore = new HashMap<>();
  private final Map<Integer, Long> lastRated = new HashMap<>();
  private int rounds;

  /**
   * @param users a multiple of four
   */
  public Sessions(LaserSystem system, int users) {
    this.system = system;
    this.users = users;
  }

  /** Lets every user request and rate this many times. */
  public void rounds(int count) {
    for (int i = 0; i < count; i++, rounds++) {
      for (int first = 0; first < users; first += BURST) {
        burst(first);
      }
    }
  }

  public int impressions() {
    return ratedBefore.size();
  }

  /**
   * Event time of the newest rating that was acknowledged before the impression was sent; null for
   * a user's first.
   */
  public Long ratedBefore(String impressionId) {
    return ratedBefore.get(impressionId);
  }

  private void burst(int first) {
    long[] requested = new long[BURST];
    for (int i = 0; i < BURST; i++) {
      requested[i] = System.currentTimeMillis();
      int user = first + i;
      ratedBefore.put(impression(rounds, user), lastRated.get(user));
      system.sendAsync(
          Topic.IMPRESSIONS,
          name(user),
          LaserSystem.impressionOf(impression(rounds, user), name(user), requested[i], ITEM, "b"));
    }
    system.flush();
    for (int i = 0; i < BURST; i++) {
      int user = first + i;
      String impression = impression(rounds, user);
      send(
          new Interaction(
              "s-" + impression,
              name(user),
              ITEM,
              requested[i] + 1,
              InteractionKind.SHOWN,
              impression,
              0,
              null));
      send(
          new Interaction(
              "r-" + impression,
              name(user),
              ITEM,
              requested[i] + 1,
              InteractionKind.RATING,
              impression,
              null,
              LIKED));
      lastRated.put(user, requested[i] + 1);
    }
    system.flush();
  }

  private void send(Interaction interaction) {
    system.sendAsync(Topic.INTERACTIONS, interaction.getUserId(), interaction);
  }

  private static String impression(int round, int user) {
    return IMPRESSION + round + "-" + user;
  }

  private static String name(int user) {
    return "user-" + user;
  }
}
