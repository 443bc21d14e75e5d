package io.laserstreams.tools.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.laserstreams.tools.demo.world.Visit;
import io.laserstreams.tools.demo.world.World;
import io.laserstreams.tools.demo.world.WorldItem;
import io.laserstreams.tools.demo.world.WorldSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class CurveTest {
  private final World world = new World(WorldSpec.standard(), 5);
  private final Curve curve = new Curve(world);

  @Test
  void shouldCountTheBestOrderAsFullyLearned() {
    Visit visit = world.visit(0);
    curve.shown(0, visit, best(visit), 3);
    Curve.Rates rates = curve.between(0, 1);
    assertEquals(rates.best(), rates.served(), 1e-12);
    assertEquals(1, rates.learned(), 1e-12);
    assertEquals(0.3, rates.clicked(), 1e-12);
  }

  @Test
  void shouldCountRandomOrdersAsNothingLearned() {
    for (int n = 0; n < 3_000; n++) {
      Visit visit = world.visit(n);
      curve.shown(n / 100, visit, visit.candidates(), 0);
    }
    assertEquals(0, curve.between(0, 30).learned(), 0.02);
    assertEquals(3_000, curve.between(0, 30).slates());
  }

  @Test
  void shouldAverageOverTheSecondsAskedForAndNoOthers() {
    curve.shown(2, world.visit(0), best(world.visit(0)), 1);
    curve.shown(7, world.visit(1), world.visit(1).candidates(), 2);
    assertEquals(0, curve.between(3, 7).slates());
    assertEquals(1, curve.between(0, 3).slates());
    assertEquals(0.2, curve.between(7, 100).clicked(), 1e-12);
    assertEquals(8, curve.seconds());
  }

  private List<WorldItem> best(Visit visit) {
    List<WorldItem> order = new ArrayList<>(visit.candidates());
    order.sort(
        Comparator.comparingDouble((WorldItem item) -> world.clickProbability(visit, item))
            .reversed());
    return order;
  }
}
