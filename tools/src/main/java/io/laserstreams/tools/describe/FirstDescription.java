package io.laserstreams.tools.describe;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.failure.UserException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes a first description of files, and says what it guessed and what it could not. */
final class FirstDescription {
  private static final int MIN_EARLIER = 20;

  private final DataFolder data;
  private final String name;
  private final InteractionGuess interactions;
  private final LabelGuess label;
  private final @Nullable AboutGuess items;
  private final @Nullable AboutGuess users;
  private final @Nullable TextsGuess texts;
  private final List<String> guessed = new ArrayList<>();
  private final List<String> unknown = new ArrayList<>();

  /**
   * Guesses.
   *
   * @throws UserException if no file has a user and an item in each row
   */
  FirstDescription(DataFolder data, String name) {
    this.data = data;
    this.name = name;
    this.interactions = InteractionGuess.of(data.files());
    if (interactions.user() == null || interactions.item() == null) {
      throw new UserException(
          ("no file in %s seems to have a user and an item in each row: %s looks most like it, but"
                  + " its columns are %s. Write the description by hand, or rename columns to user"
                  + " and item")
              .formatted(
                  data.folder(),
                  interactions.file().file(),
                  interactions.file().columns().stream().map(ColumnProfile::name).toList()));
    }
    Set<FileProfile> taken = new HashSet<>(Set.of(interactions.file()));
    this.items = AboutGuess.of(data.files(), taken, interactions.item());
    if (items != null) {
      taken.add(items.file());
    }
    this.users = AboutGuess.of(data.files(), taken, interactions.user());
    if (users != null) {
      taken.add(users.file());
    }
    this.texts = TextsGuess.of(data, taken, requireNonNull(interactions.item(), "item is null"));
    this.label = LabelGuess.of(interactions);
  }

  List<String> guessed() {
    return guessed;
  }

  List<String> unknown() {
    return unknown;
  }

  /** The description. */
  String yaml() {
    var text =
        new StringBuilder("# A first description, guessed from the files: check every line.\n");
    text.append("name: ").append(YamlText.of(name)).append('\n');
    interactions(text);
    if (users == null) {
      unknown.add("no file has a row for each user: there are no profiles");
    } else {
      about(text, "users", users);
    }
    if (items == null) {
      unknown.add("no file has a row for each item: only ids are known of items");
    } else {
      about(text, "items", items);
    }
    text.append("label: ").append(label.rule()).append("   # ").append(label.why()).append('\n');
    guessed.add("label %s: %s".formatted(label.rule(), label.why()));
    text.append(
        interactions.time() == null
            ? "split: {by: user, earlier: 1, training: 0.8, validation: 0.1}\n"
            : "split: {by: time, earlier: %d, training: 0.8, validation: 0.1}\n"
                .formatted(earlier()));
    FeaturesGuess features = FeaturesGuess.of(label);
    if (features != null) {
      text.append("features: ").append(features.yaml()).append('\n');
      guessed.add("features %s: %s".formatted(features.yaml(), features.why()));
    }
    knowledge(text);
    reportRest();
    return text.toString();
  }

  /** As many as leave most samples: five, fewer if users have few rows. */
  private int earlier() {
    ColumnProfile user = requireNonNull(interactions.user(), "user is null");
    return user.present() / Math.max(1, user.distinct().size()) < MIN_EARLIER ? 1 : 5;
  }

  private void interactions(StringBuilder text) {
    FileProfile file = interactions.file();
    String user = requireNonNull(interactions.user(), "user is null").name();
    String item = requireNonNull(interactions.item(), "item is null").name();
    text.append("interactions:\n  file: ").append(YamlText.of(file.file())).append('\n');
    text.append(YamlText.format(file.format(), "  "));
    text.append("  user: ").append(YamlText.of(user)).append('\n');
    text.append("  item: ").append(YamlText.of(item)).append('\n');
    guessed.add(
        "%s holds the interactions: user '%s', item '%s'".formatted(file.file(), user, item)
            + (file.format().columns() == null ? "" : ", by their position"));
    ColumnProfile time = interactions.time();
    if (time == null) {
      unknown.add(
          "no column of %s is a time: users are split instead of time. If the time is in several"
                  .formatted(file.file())
              + " columns, say time: {parts: …}");
    } else {
      TimeGuess guess = TimeGuess.of(time, file.columns());
      text.append("  time: ").append(guess.yaml()).append('\n');
      guessed.add(guess.guessed());
      if (guess.unknown() != null) {
        unknown.add(guess.unknown());
      }
    }
    if (interactions.value() != null
        && interactions.click() == null
        && interactions.best() == null) {
      text.append("  value: ").append(YamlText.of(interactions.value().name())).append('\n');
      guessed.add("'%s' is the value".formatted(interactions.value().name()));
    }
    if (interactions.impression() != null) {
      String impression = interactions.impression().name();
      String why = ImpressionCheck.whyNot(data.folder(), interactions);
      if (why == null) {
        text.append("  impression: ").append(YamlText.of(impression)).append('\n');
        guessed.add("rows of one '%s' were shown together".formatted(impression));
      } else {
        unknown.add("'%s' is not the id of impressions: %s".formatted(impression, why));
      }
    }
    if (!interactions.context().isEmpty()) {
      text.append("  context: ").append(YamlText.fields(interactions.context())).append('\n');
      guessed.add(
          "known when an impression begins: "
              + interactions.context().stream().map(ColumnProfile::name).toList());
    }
    if (label.negatives()) {
      if (interactions.time() == null) {
        throw new UserException(
            ("no column of %s says what was not chosen, and none is a time, without which no others"
                    + " can be drawn: write the description by hand")
                .formatted(file.file()));
      }
      text.append("  negatives: {each: 4, seed: 1}\n");
      guessed.add("four others are drawn for each row, from what somebody had chosen before");
    }
  }

  private void about(StringBuilder text, String kind, AboutGuess about) {
    text.append("%s:\n  file: %s\n".formatted(kind, YamlText.of(about.file().file())));
    text.append(YamlText.format(about.file().format(), "  "));
    text.append("  id: ").append(YamlText.of(about.id().name())).append('\n');
    guessed.add("%s holds the %s, by '%s'".formatted(about.file().file(), kind, about.id().name()));
    List<ColumnProfile> fields = new ArrayList<>(about.fields());
    if (kind.equals("items")) {
      if (about.title() != null) {
        text.append("  title: ").append(YamlText.of(about.title().name())).append('\n');
      }
      if (!about.flags().isEmpty()) {
        List<String> flags = about.flags().stream().map(ColumnProfile::name).toList();
        text.append("  categories: {flags: ").append(YamlText.list(flags)).append("}\n");
        guessed.add("%,d flags are categories: %s".formatted(flags.size(), flags));
      }
      if (about.categories() != null) {
        text.append("  categories: {column: ").append(YamlText.of(about.categories().name()));
        text.append(
            about.separator() == null ? "" : ", separator: " + YamlText.of(about.separator()));
        text.append("}\n");
        guessed.add("'%s' holds categories".formatted(about.categories().name()));
      }
      if (!about.texts().isEmpty()) {
        text.append("  text: ").append(YamlText.fields(about.texts())).append('\n');
        guessed.add(
            "texts about items: " + about.texts().stream().map(ColumnProfile::name).toList());
      }
    } else {
      fields.addAll(about.flags());
      if (about.categories() != null && !about.categories().isLists()) {
        fields.add(about.categories());
      }
    }
    if (!fields.isEmpty() || !about.dates().isEmpty()) {
      text.append("  fields: ").append(YamlText.fields(fields, about.dates())).append('\n');
    }
    dates(kind, about);
    List<String> unused = new ArrayList<>(about.unused());
    if (texts != null && about.file().equals(texts.via())) {
      unused.remove(texts.from());
    }
    if (kind.equals("users")) {
      about.texts().forEach(column -> unused.add(column.name()));
    }
    if (!unused.isEmpty()) {
      unknown.add("columns of %s that are not used: %s".formatted(about.file().file(), unused));
    }
  }

  private void dates(String kind, AboutGuess about) {
    for (ColumnProfile date : about.dates()) {
      guessed.add(
          "'%s' is the year of '%s'%s"
              .formatted(
                  YamlText.year(date),
                  date.name(),
                  kind.equals("items")
                      ? "; if items can be shown from then on, also say items.available: {from:"
                          + " {column: %s, unit: iso-8601}}".formatted(date.name())
                      : ""));
    }
  }

  private void knowledge(StringBuilder text) {
    if (texts == null) {
      if (items == null || items.texts().isEmpty()) {
        unknown.add("no texts about items: train with --no-knowledge, or name a file with --texts");
      }
      return;
    }
    text.append("knowledge:\n  items:\n    file: ").append(YamlText.of(texts.file())).append('\n');
    if (texts.id() != null && texts.text() != null) {
      data.files().stream()
          .filter(file -> file.file().equals(texts.file()))
          .forEach(file -> text.append(YamlText.format(file.format(), "    ")));
      text.append("    item: ").append(YamlText.of(texts.id().name())).append('\n');
      text.append("    text: ").append(YamlText.of(texts.text().name())).append('\n');
    }
    if (texts.via() != null) {
      String format = YamlText.format(texts.via().format(), "").strip();
      text.append(
          "    via: {file: %s%s, from: %s, to: %s}\n"
              .formatted(
                  YamlText.of(texts.via().file()),
                  format.isEmpty() ? "" : ", " + format,
                  YamlText.of(texts.from()),
                  YamlText.of(texts.to())));
    }
    guessed.add(
        "%s holds texts about items%s"
            .formatted(
                texts.file(),
                texts.via() == null
                    ? ""
                    : ", under ids that '%s' of %s has beside '%s'"
                        .formatted(texts.from(), texts.via().file(), texts.to())));
  }

  private void reportRest() {
    Set<String> used = new HashSet<>();
    used.add(interactions.file().file());
    for (AboutGuess about : new AboutGuess[] {items, users}) {
      if (about != null) {
        used.add(about.file().file());
      }
    }
    if (texts != null) {
      used.add(texts.file());
      if (texts.via() != null) {
        used.add(texts.via().file());
      }
    }
    for (FileProfile file : data.files()) {
      if (!used.contains(file.file())) {
        unknown.add(
            "%s is not used: it may hold tags or more about items, see items.join"
                .formatted(file.file()));
      }
    }
    data.notes().stream().distinct().forEach(unknown::add);
  }
}
