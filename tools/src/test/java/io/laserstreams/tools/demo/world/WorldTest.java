package io.laserstreams.tools.demo.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class WorldTest {
  private static final int VISITS = 2_000;

  private final World world = new World(WorldSpec.standard(), 7);

  @Test
  void shouldBeTheSameWorldForTheSameSeed() {
    World again = new World(WorldSpec.standard(), 7);
    // In another order: nothing may depend on earlier calls.
    Visit last = again.visit(500);
    Visit first = again.visit(3);
    assertEquals(ids(world.visit(3)), ids(first));
    assertEquals(ids(world.visit(500)), ids(last));
    assertEquals(world.visit(3).user().userId(), first.user().userId());
    assertEquals(world.visit(3).user().profile(), first.user().profile());
    assertEquals(world.item(42).text(), again.item(42).text());
    for (int position = 0; position < 10; position++) {
      assertEquals(
          world.clicks(first, first.candidates().get(position), position),
          again.clicks(first, first.candidates().get(position), position));
    }
  }

  @Test
  void shouldBeAnotherWorldForAnotherSeed() {
    World other = new World(WorldSpec.standard(), 8);
    assertNotEquals(ids(world.visit(0)), ids(other.visit(0)));
    assertNotEquals(world.users().get(0).taste()[0], other.users().get(0).taste()[0]);
  }

  @Test
  void shouldOrderRandomBelowBest() {
    for (long n = 0; n < 200; n++) {
      Visit visit = world.visit(n);
      double random = world.randomClickThrough(visit);
      double best = world.bestClickThrough(visit);
      assertTrue(random < best, "random " + random + " best " + best);
      List<WorldItem> sorted = new ArrayList<>(visit.candidates());
      sorted.sort(
          Comparator.comparingDouble((WorldItem item) -> world.clickProbability(visit, item))
              .reversed());
      assertEquals(best, world.clickThrough(visit, sorted), 1e-12);
    }
  }

  @Test
  void shouldClickAsOftenAsRealUsersDo() {
    assertEquals(0.10, average(world::randomClickThrough), 0.03);
    assertEquals(0.30, average(world::bestClickThrough), 0.05);
  }

  @Test
  void shouldAverageShuffledOrdersToTheRandomRate() {
    assertEquals(
        average(world::randomClickThrough),
        average(visit -> world.clickThrough(visit, visit.candidates())),
        0.005);
  }

  @Test
  void shouldDrawClicksThatAgreeWithTheExpectation() {
    double expected = 0;
    double clicked = 0;
    for (long n = 0; n < VISITS; n++) {
      Visit visit = world.visit(n);
      expected += world.clickThrough(visit, visit.candidates()) * world.spec().shown();
      for (int position = 0; position < world.spec().shown(); position++) {
        clicked += world.clicks(visit, visit.candidates().get(position), position) ? 1 : 0;
      }
    }
    assertEquals(1, clicked / expected, 0.05);
  }

  @Test
  void shouldLookLessOftenFurtherDown() {
    for (int position = 1; position < 10; position++) {
      assertTrue(world.examination(position) < world.examination(position - 1));
    }
    assertEquals(1, world.examination(0));
  }

  @Test
  void shouldOfferNewItemsAndRetireOldOnes() {
    int later = 10 * 700;
    assertEquals(600, world.appearedBy(0));
    assertEquals(600, world.appearedBy(9));
    assertEquals(601, world.appearedBy(10));
    for (WorldItem item : world.visit(later).candidates()) {
      assertTrue(item.number() >= 700 && item.number() < 1300, "item " + item.number());
    }
  }

  @Test
  void shouldOfferEveryCandidateOnce() {
    for (long n = 0; n < 100; n++) {
      Visit visit = world.visit(n);
      assertEquals(40, new HashSet<>(ids(visit)).size());
    }
  }

  @Test
  void shouldRevealTheThemesInTheText() {
    WorldItem item = world.item(0);
    assertTrue(
        Theme.all().stream().filter(theme -> item.text().contains(theme.name())).count() >= 2,
        item.text());
  }

  @Test
  void shouldDriftSlowly() {
    WorldUser user = world.users().get(0);
    assertEquals(1, VectorMath.dot(user.taste(), user.tasteAt(0)), 1e-12);
    double cosine =
        VectorMath.dot(user.taste(), user.tasteAt(10_000 * world.spec().driftPerImpression()));
    assertTrue(cosine > 0.9 && cosine < 0.999, "cosine " + cosine);
  }

  @Test
  void shouldRefuseASlateThatIsLargerThanItsCandidates() {
    assertThrows(IllegalArgumentException.class, () -> new WorldSpec(10, 100, 10, 5, 10, 0, 0));
    assertFalse(world.users().isEmpty());
  }

  private double average(ToDoubleFunction<Visit> rate) {
    double sum = 0;
    for (long n = 0; n < VISITS; n++) {
      sum += rate.applyAsDouble(world.visit(n));
    }
    return sum / VISITS;
  }

  private static List<String> ids(Visit visit) {
    return visit.candidates().stream().map(WorldItem::itemId).toList();
  }
}
