package io.laserstreams.tools.demo;

import io.laserstreams.schema.Interaction;
import io.laserstreams.schema.InteractionKind;
import io.laserstreams.tools.demo.world.Visit;
import io.laserstreams.tools.demo.world.World;
import io.laserstreams.tools.demo.world.WorldItem;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Simulates how the users of the world react to a ranking: they see its top at once and click after
 * some delay.
 */
final class Audience {
  private static final int MIN_CLICK_DELAY_MS = 150;
  private static final int MAX_CLICK_DELAY_MS = 1_500;

  private final World world;

  Audience(World world) {
    this.world = world;
  }

  /** An interaction and when to send it, milliseconds since the epoch. */
  record TimedInteraction(long at, Interaction interaction) {}

  /** The interactions that follow, by time: everything shown, then the clicks. */
  List<TimedInteraction> react(String impressionId, Visit visit, List<WorldItem> order, long now) {
    List<TimedInteraction> reaction = new ArrayList<>();
    List<TimedInteraction> clicks = new ArrayList<>();
    SplittableRandom delay = new SplittableRandom(visit.number());
    String userId = visit.user().userId();
    for (int position = 0; position < Math.min(world.spec().shown(), order.size()); position++) {
      WorldItem item = order.get(position);
      reaction.add(
          new TimedInteraction(
              now,
              Interaction.newBuilder()
                  .setInteractionId(impressionId + "-shown-" + position)
                  .setUserId(userId)
                  .setItemId(item.itemId())
                  .setEventTime(now)
                  .setKind(InteractionKind.SHOWN)
                  .setImpressionId(impressionId)
                  .setPosition(position)
                  .build()));
      if (world.clicks(visit, item, position)) {
        long at = now + delay.nextInt(MIN_CLICK_DELAY_MS, MAX_CLICK_DELAY_MS);
        clicks.add(
            new TimedInteraction(
                at,
                Interaction.newBuilder()
                    .setInteractionId(impressionId + "-click-" + position)
                    .setUserId(userId)
                    .setItemId(item.itemId())
                    .setEventTime(at)
                    .setKind(InteractionKind.CLICK)
                    .setImpressionId(impressionId)
                    .build()));
      }
    }
    clicks.sort((a, b) -> Long.compare(a.at(), b.at()));
    reaction.addAll(clicks);
    return reaction;
  }
}
