package io.laserstreams.tools.demo;

import static java.util.Objects.requireNonNull;

import io.laserstreams.tools.demo.world.Visit;
import io.laserstreams.tools.demo.world.World;
import io.laserstreams.tools.demo.world.WorldItem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One visit that shows what was learnt: the one, of all that were answered before the first model,
 * whose order mattered most. At the end the same user is offered the same candidates again.
 */
final class Showcase {
  private final World world;
  private final Map<String, String> notes = new HashMap<>();
  private @Nullable Slate before;
  private @Nullable Slate after;
  private double room = -1;

  Showcase(World world) {
    this.world = requireNonNull(world, "world is null");
  }

  /**
   * A slate as it was shown.
   *
   * @param order all candidates, best first
   * @param clicked ids of the items that were clicked
   * @param model version; null if none served
   */
  record Slate(
      String impressionId,
      Visit visit,
      List<WorldItem> order,
      Set<String> clicked,
      @Nullable String model) {
    Slate {
      order = List.copyOf(order);
      clicked = Set.copyOf(clicked);
    }
  }

  /** Considers a slate that was shown. */
  void shown(Slate slate) {
    if (slate.model() != null) {
      return;
    }
    double gain = world.bestClickThrough(slate.visit()) - world.randomClickThrough(slate.visit());
    if (gain > room) {
      room = gain;
      before = slate;
    }
  }

  /** The slate of the same candidates at the end. */
  void shownAgain(Slate slate) {
    after = slate;
  }

  /** What a text says about a user; the newest replaces earlier ones. */
  void noted(String userId, String text) {
    notes.put(userId, text);
  }

  /** The visit to repeat at the end; empty if a model served from the beginning. */
  Optional<Slate> before() {
    return Optional.ofNullable(before);
  }

  /** Empty until the visit was repeated. */
  Optional<Slate> after() {
    return Optional.ofNullable(after);
  }

  /** The newest text about the user; empty if none was accepted. */
  Optional<String> note(String userId) {
    return Optional.ofNullable(notes.get(userId));
  }
}
