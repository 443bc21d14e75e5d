package io.laserstreams.tools.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.tools.demo.Showcase.Slate;
import io.laserstreams.tools.demo.world.Visit;
import io.laserstreams.tools.demo.world.World;
import io.laserstreams.tools.demo.world.WorldItem;
import io.laserstreams.tools.demo.world.WorldSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ShowcaseTest {
  private static final int VISITS = 50;

  private final World world = new World(WorldSpec.standard(), 42);
  private final Showcase showcase = new Showcase(world);

  @Test
  void shouldChooseTheVisitWhoseOrderMatteredMostBeforeTheFirstModel() {
    IntStream.range(0, VISITS)
        .mapToObj(world::visit)
        .map(visit -> slate(visit, null))
        .forEach(showcase::shown);
    Visit best =
        IntStream.range(0, VISITS)
            .mapToObj(world::visit)
            .max(Comparator.comparingDouble(this::room))
            .orElseThrow();

    assertEquals(best.number(), showcase.before().orElseThrow().visit().number());
  }

  @Test
  void shouldIgnoreSlatesOfAModel() {
    showcase.shown(slate(world.visit(0), "v1"));

    assertEquals(Optional.empty(), showcase.before());
    assertEquals(List.of(), ShowcaseReport.text(world, showcase));
  }

  @Test
  void shouldPutBothOrdersSideBySide() {
    Visit visit = world.visit(7);
    Slate before = slate(visit, null);
    List<WorldItem> order = new ArrayList<>(visit.candidates());
    order.sort(Comparator.comparingDouble(item -> -world.clickProbability(visit, item)));
    Slate after =
        new Slate(
            "demo-8", visit, order, Set.of(order.get(0).itemId()), "20260101T000000.000Z-0001");
    showcase.shown(before);
    showcase.shownAgain(after);
    showcase.noted(visit.user().userId(), "An older text.");
    showcase.noted(visit.user().userId(), "Likes long\nwalks.");

    List<String> text = ShowcaseReport.text(world, showcase);

    String all = String.join("\n", text);
    assertTrue(text.get(1).contains(visit.user().userId()), all);
    assertTrue(text.get(1).contains("the same 40 candidates"), all);
    assertTrue(text.get(2).contains("no model"), all);
    assertTrue(text.get(2).contains("20260101T000000.000Z-0001"), all);
    assertTrue(text.get(3).contains(visit.candidates().get(0).title()), all);
    assertTrue(text.get(3).contains(order.get(0).title()), all);
    assertTrue(text.get(3).endsWith("% ●"), all);
    assertTrue(all.contains("\"Likes long walks.\""), all);
    assertTrue(text.get(8).endsWith("%.0f %%".formatted(100 * world.bestClickThrough(visit))), all);
  }

  private double room(Visit visit) {
    return world.bestClickThrough(visit) - world.randomClickThrough(visit);
  }

  private static Slate slate(Visit visit, @Nullable String model) {
    return new Slate("demo-" + visit.number(), visit, visit.candidates(), Set.of(), model);
  }
}
