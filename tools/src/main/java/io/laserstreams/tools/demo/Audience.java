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
 * What the users of the world do when they are shown a ranking: the top of it is shown at once,
 * clicks follow after some thought.
 */
final class Audience {
  private static final int LEAST_THOUGHT_MS = 150;
  private static final int MOST_THOUGHT_MS = 1_500;

  private final World world;

  Audience(World world) {
    this.world = world;
  }

  /** An interaction and when it happens, milliseconds since the epoch. */
  record Act(long at, Interaction interaction) {}

  /** The interactions that follow, by time: everything shown, then the clicks. */
  List<Act> react(String impressionId, Visit visit, List<WorldItem> order, long now) {
    List<Act> acts = new ArrayList<>();
    List<Act> clicks = new ArrayList<>();
    SplittableRandom thought = new SplittableRandom(visit.number());
    String userId = visit.user().userId();
    for (int position = 0; position < Math.min(world.spec().shown(), order.size()); position++) {
      WorldItem item = order.get(position);
      acts.add(
          new Act(
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
        long at = now + thought.nextInt(LEAST_THOUGHT_MS, MOST_THOUGHT_MS);
        clicks.add(
            new Act(
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
    acts.addAll(clicks);
    return acts;
  }
}
