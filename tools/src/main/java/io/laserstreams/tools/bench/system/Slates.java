package io.laserstreams.tools.bench.system;

import io.laserstreams.schema.Impression;
import io.laserstreams.schema.Interaction;
import io.laserstreams.schema.InteractionKind;
import io.laserstreams.schema.Item;
import io.laserstreams.tools.bench.workload.SyntheticStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The records of numbered slates; the same number gives the same slate. */
final class Slates {
  private static final long MINUTE_MS = 60_000;
  private static final int STARS = 5;

  private final SystemOptions.Load load;

  Slates(SystemOptions.Load load) {
    this.load = load;
  }

  String user(long n) {
    return "user-" + n % load.users();
  }

  private List<String> candidates(long n) {
    SplittableRandom random = new SplittableRandom(n);
    int first = random.nextInt(load.items());
    int step = 1 + random.nextInt(Math.max(1, load.items() / load.candidates()));
    List<String> candidates = new ArrayList<>(load.candidates());
    for (long c = 0; c < load.candidates(); c++) {
      candidates.add(Long.toString((first + c * step) % load.items()));
    }
    return candidates;
  }

  Impression impression(long n, long eventTime) {
    return new Impression(Long.toString(n), user(n), eventTime, candidates(n), Map.of(), null);
  }

  /** A click of the user on the first item of their slate before, or on any if there is none. */
  Interaction click(long n, long eventTime) {
    long before = n - load.users();
    @Nullable String impression = before < 0 ? null : Long.toString(before);
    return new Interaction(
        "click-" + n,
        user(n),
        candidates(Math.max(0, before)).get(0),
        eventTime,
        InteractionKind.CLICK,
        impression,
        null,
        null);
  }

  /**
   * A rating in the past of a user.
   *
   * @param event from 0, the oldest
   */
  Interaction past(int user, int event, long now) {
    long item = (user * 31L + event * 7L) % load.items();
    return new Interaction(
        "past-" + user + "-" + event,
        user(user),
        Long.toString(item),
        now - (load.history() - event) * MINUTE_MS,
        InteractionKind.RATING,
        null,
        null,
        1f + (user + event) % STARS);
  }

  static Item item(SyntheticStream stream, String id) {
    return new Item(
        id, "Item " + id, "", stream.item(id).categories(), stream.item(id).fields(), 0L);
  }
}
