package io.laserstreams.worker.prompt;

import io.laserstreams.worker.taste.TasteChange;
import io.laserstreams.worker.taste.UserHistory.Encounter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a request says, as a prompt says it: bounded, and fenced. Empty where it says nothing. */
final class Facts {
  private static final int TITLE_CHARACTERS = 160;
  private static final int TEXT_CHARACTERS = 2_000;
  private static final int CATEGORIES = 8;
  private static final int CATEGORY_CHARACTERS = 60;
  private static final int FIELDS = 16;
  private static final int FIELD_NAME_CHARACTERS = 40;
  private static final int FIELD_CHARACTERS = 120;
  static final String NOTHING_YET = "\n(nothing yet)";
  private static final String UNTITLED = "\"untitled\"";

  private Facts() {}

  /** Fields by name, for example {@code "age 25, gender F"}. */
  static String fields(Map<String, String> fields) {
    return together(
        new TreeMap<>(fields)
            .entrySet().stream()
                .map(
                    field ->
                        Fence.bounded(field.getKey(), FIELD_NAME_CHARACTERS)
                            + " "
                            + Fence.bounded(field.getValue(), FIELD_CHARACTERS))
                .map(String::strip)
                .toList(),
        FIELDS);
  }

  /** The item's id where it has no title. */
  static String title(String title, String id) {
    return Stream.of(title, id)
        .map(name -> Fence.quoted(name, TITLE_CHARACTERS))
        .filter(quoted -> !quoted.isEmpty())
        .findFirst()
        .orElse(UNTITLED);
  }

  static String categories(List<String> categories) {
    return together(
        categories.stream().map(category -> Fence.bounded(category, CATEGORY_CHARACTERS)).toList(),
        CATEGORIES);
  }

  static String text(String text) {
    return Fence.quoted(text, TEXT_CHARACTERS);
  }

  /** One line for each item, after a line break: title, categories and rating. */
  static String rated(List<Encounter> encounters) {
    return lines(encounters, rated -> number(rated.entry().getValue()));
  }

  /** One line for each item, after a line break: title, categories and how often it was opened. */
  static String opened(List<Encounter> encounters) {
    return lines(encounters, opened -> opened.times() == 1 ? "once" : opened.times() + " times");
  }

  static String mean(OptionalDouble mean) {
    return mean.isEmpty() ? "" : String.format(Locale.ROOT, "%.1f", mean.getAsDouble());
  }

  /** For example {@code more "Drama, War", less "Action"}. */
  static String change(TasteChange change) {
    List<String> parts = new ArrayList<>();
    if (!change.rising().isEmpty()) {
      parts.add("more " + categories(change.rising()));
    }
    if (!change.falling().isEmpty()) {
      parts.add("less " + categories(change.falling()));
    }
    return String.join(", ", parts);
  }

  private static String lines(List<Encounter> encounters, Function<Encounter, String> end) {
    return encounters.stream()
        .map(
            encounter -> {
              String categories = categories(encounter.entry().getCategories());
              return "\n- "
                  + title(encounter.entry().getTitle(), encounter.entry().getItemId())
                  + (categories.isEmpty() ? "" : ", " + categories)
                  + ": "
                  + end.apply(encounter);
            })
        .collect(Collectors.joining());
  }

  private static String together(List<String> parts, int limit) {
    String joined =
        parts.stream()
            .filter(part -> !part.isEmpty())
            .limit(limit)
            .collect(Collectors.joining(", "));
    return joined.isEmpty() ? "" : '"' + joined + '"';
  }

  private static String number(float value) {
    return value == Math.rint(value) ? Integer.toString((int) value) : Float.toString(value);
  }
}
