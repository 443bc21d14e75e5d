package io.laserstreams.tools.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.schema.InteractionKind;
import io.laserstreams.tools.demo.Audience.TimedInteraction;
import io.laserstreams.tools.demo.world.Visit;
import io.laserstreams.tools.demo.world.World;
import io.laserstreams.tools.demo.world.WorldSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class AudienceTest {
  private static final long NOW = 1_700_000_000_000L;

  private final World world = new World(WorldSpec.standard(), 3);
  private final Audience audience = new Audience(world);

  @Test
  void shouldShowTheTopOfTheRankingByPosition() {
    Visit visit = world.visit(11);
    List<TimedInteraction> acts = audience.react("demo-11", visit, visit.candidates(), NOW);
    for (int position = 0; position < 10; position++) {
      TimedInteraction act = acts.get(position);
      assertEquals(InteractionKind.SHOWN, act.interaction().getKind());
      assertEquals(position, act.interaction().getPosition());
      assertEquals(visit.candidates().get(position).itemId(), act.interaction().getItemId());
      assertEquals(NOW, act.interaction().getEventTime());
      assertEquals("demo-11", act.interaction().getImpressionId());
    }
    assertTrue(
        acts.stream()
            .skip(10)
            .allMatch(act -> act.interaction().getKind() == InteractionKind.CLICK));
  }

  @Test
  void shouldClickAfterSomeDelayAsTheWorldDraws() {
    int clicks = 0;
    for (long n = 0; n < 50; n++) {
      Visit visit = world.visit(n);
      List<TimedInteraction> clicked =
          audience
              .react("demo-" + n, visit, visit.candidates(), NOW)
              .subList(10, 10 + clicks(visit));
      for (TimedInteraction act : clicked) {
        assertEquals(act.at(), act.interaction().getEventTime());
        assertTrue(act.at() >= NOW + 150 && act.at() < NOW + 1_500, "after " + (act.at() - NOW));
      }
      clicks += clicked.size();
    }
    assertTrue(clicks > 20, clicks + " clicks on 500 items shown");
  }

  private int clicks(Visit visit) {
    int clicks = 0;
    for (int position = 0; position < 10; position++) {
      clicks += world.clicks(visit, visit.candidates().get(position), position) ? 1 : 0;
    }
    return clicks;
  }
}
