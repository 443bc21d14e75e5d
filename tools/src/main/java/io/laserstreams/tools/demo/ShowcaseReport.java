package io.laserstreams.tools.demo;

import io.laserstreams.tools.demo.Showcase.Slate;
import io.laserstreams.tools.demo.world.Visit;
import io.laserstreams.tools.demo.world.World;
import io.laserstreams.tools.demo.world.WorldItem;
import io.laserstreams.tools.demo.world.WorldUser;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The showcase for people: two orders of the same candidates side by side. */
final class ShowcaseReport {
  private static final int ROWS = 5;
  private static final int TITLE = 30;
  private static final int NOTE = 300;
  private static final String CLICKED = "●";

  private ShowcaseReport() {}

  /** Empty if the visit was not repeated. */
  static List<String> text(World world, Showcase showcase) {
    if (showcase.before().isEmpty() || showcase.after().isEmpty()) {
      return List.of();
    }
    Slate before = showcase.before().get();
    Slate after = showcase.after().get();
    WorldUser user = before.visit().user();
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(
        "One user, %s (%s): the same %d candidates before any model and at the end"
            .formatted(user.userId(), profile(user.profile()), before.order().size()));
    lines.add(row("", "no model", "", after.model() == null ? "no model" : after.model(), ""));
    for (int i = 0; i < Math.min(ROWS, before.order().size()); i++) {
      lines.add(
          row(
              Integer.toString(i + 1),
              before.order().get(i).title(),
              chance(world, before, i),
              after.order().get(i).title(),
              chance(world, after, i)));
    }
    lines.add(
        row(
            "",
            "click-through expected",
            percent(world.clickThrough(before.visit(), before.order())),
            "",
            percent(world.clickThrough(after.visit(), after.order()))));
    lines.add(
        "  Percentages are the world's true click probabilities, which no app knows; %s was"
                .formatted(CLICKED)
            + " clicked.");
    lines.add(
        showcase
            .note(user.userId())
            .map(
                note -> "  Knowledge about the user: \"" + cut(note.replace('\n', ' '), NOTE) + '"')
            .orElse("  No knowledge about the user yet."));
    return lines;
  }

  private static String row(
      String rank, String before, String chanceBefore, String after, String chanceAfter) {
    return String.format(
            Locale.ROOT,
            "  %2s  %-30s %7s    %-30s %7s",
            rank,
            cut(before, TITLE),
            chanceBefore,
            cut(after, TITLE),
            chanceAfter)
        .stripTrailing();
  }

  private static String chance(World world, Slate slate, int position) {
    Visit visit = slate.visit();
    WorldItem item = slate.order().get(position);
    return percent(world.clickProbability(visit, item))
        + (slate.clicked().contains(item.itemId()) ? " " + CLICKED : "  ");
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * share);
  }

  private static String profile(Map<String, String> fields) {
    return new TreeMap<>(fields)
        .entrySet().stream()
            .map(field -> field.getKey() + " " + field.getValue())
            .collect(Collectors.joining(", "));
  }

  private static String cut(String text, int width) {
    return text.length() <= width ? text : text.substring(0, width - 1) + "…";
  }
}
