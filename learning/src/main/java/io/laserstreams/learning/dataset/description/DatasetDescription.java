package io.laserstreams.learning.dataset.description;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a dataset's files hold and how to play it: all that the code knows of a dataset. Read by
 * {@link Descriptions}, by component name; the dataset's fingerprint depends on the names and the
 * order of components.
 *
 * @param name in impression ids, model versions and reports: letters, digits, {@code . _ -}
 * @param note a caveat for reports of the dataset's metrics; null for none
 * @param interactions impressions and their outcomes
 * @param users profiles; null for none
 * @param items the catalogue; null if only ids are known
 * @param label what counts as a positive outcome
 * @param split which samples to train, validate and test on
 * @param features what models read
 * @param knowledge texts that a language model wrote; null for none
 */
public record DatasetDescription(
    String name,
    @Nullable String note,
    Interactions interactions,
    @Nullable Users users,
    @Nullable Items items,
    Label label,
    Split split,
    Features features,
    @Nullable Knowledge knowledge) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  public DatasetDescription {
    require(
        name != null && NAME.matcher(name).matches(),
        "name is '%s', must be letters, digits, '.', '_' or '-'".formatted(name));
    require(interactions != null, "interactions is missing: say which file holds them");
    require(label != null, "label is missing: say what counts as positive, for example {above: 3}");
    require(
        label.every() == null || interactions.negatives() != null,
        "label.every says that all rows are positive: say how to draw others, for example"
            + " interactions: {negatives: {each: 4}}");
    require(
        label.column() != null || interactions.value() != null || label.every() != null,
        "label has no column, and interactions has no value column to use instead");
    split = split == null ? Split.DEFAULT : split;
    require(
        split.by() == Split.By.USER || interactions.time() != null,
        "interactions has no time, so the samples cannot be split by time: add time, or split {by:"
            + " user}");
    features = features == null ? Features.DEFAULT : features;
    require(
        features.shownValue() == null || interactions.negatives() == null,
        "features.shownValue needs data of what was shown, and interactions.negatives says that"
            + " there are none");
    require(
        features.shownValue() == null || !label.likes(features.shownValue()),
        "features.shownValue is %s: what was only shown would count as liked, choose a lower value"
            .formatted(features.shownValue()));
    require(
        knowledge == null || knowledge.users() == null || split.by() == Split.By.TIME,
        "knowledge.users needs data with times: if users are shuffled, no text is known to be from"
            + " before a sample");
    require(
        knowledge == null
            || knowledge.items() == null
            || knowledge.items().asOf() == null
            || split.by() == Split.By.TIME,
        "knowledge.items.asOf needs data with times: if users are shuffled, no text is known to be"
            + " from before a sample");
  }

  /**
   * The file of interactions, a row for each candidate shown.
   *
   * @param user column of the user's id
   * @param item column of the item's id
   * @param value column of a number such as stars, empty if the item was only shown; null if
   *     positive rows are clicks
   * @param values range of the value; null for any
   * @param time null if the data have no time
   * @param impression column of the impression's id; null if each row is an impression of its own
   * @param context context fields by name
   * @param negatives how to draw items that were not chosen; null if the file has them
   */
  public record Interactions(
      String file,
      FileFormat format,
      String user,
      String item,
      @Nullable String value,
      @Nullable Range values,
      @Nullable Time time,
      @Nullable String impression,
      Map<String, Field> context,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Negatives negatives) {
    public Interactions {
      require(file != null, "interactions.file is missing");
      require(user != null, "interactions.user is missing: name the column of the user's id");
      require(item != null, "interactions.item is missing: name the column of the item's id");
      format = format == null ? FileFormat.DEFAULT : format;
      context = context == null ? Map.of() : context;
      require(
          negatives == null || time != null,
          "interactions.negatives needs interactions.time: what was available is known only at a"
              + " time");
    }
  }

  /** Numbers from {@code from} to {@code to}, both included. */
  public record Range(double from, double to) {}

  /**
   * A column with a time, or the columns of its parts.
   *
   * @param column null if there are parts
   * @param unit of its numbers
   * @param from the earliest accepted time, in ISO 8601; null for the beginning of 1970, or of 1971
   *     in units finer than a second
   * @param before which times must be, in ISO 8601; null for the end of next year
   * @param parts null for one column
   */
  public record Time(
      @Nullable String column,
      TimeUnit unit,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String from,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String before,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable TimeParts parts) {
    public Time {
      require(column != null || parts != null, "time.column is missing: name it, or time.parts");
      require(column == null || parts == null, "time has both column and parts: choose one");
      unit = unit == null && parts != null ? TimeUnit.ISO_8601 : unit;
      require(unit != null, "time.unit is missing: one of " + List.of(TimeUnit.values()));
      require(
          parts == null || unit == TimeUnit.ISO_8601,
          "time.unit is %s, but time.parts are always %s: leave out the unit"
              .formatted(unit, TimeUnit.ISO_8601));
      long first = from == null ? Long.MIN_VALUE : TimeUnit.ISO_8601.millis(from);
      long end = before == null ? Long.MAX_VALUE : TimeUnit.ISO_8601.millis(before);
      require(
          first < end,
          "time.from is %s, must be earlier than time.before, which is %s".formatted(from, before));
    }

    /** The columns to read, most significant first. */
    public List<String> columns() {
      return parts == null ? List.of(requireNonNull(column, "column is null")) : parts.columns();
    }
  }

  /**
   * A categorical field.
   *
   * @param column of the field
   * @param pattern whose first group is the value, empty if not found; null for the whole column
   */
  public record Field(String column, @Nullable String pattern) {
    public Field {
      require(column != null, "a field has no column");
      require(
          pattern == null || Pattern.compile(pattern).matcher("").groupCount() == 1,
          "the pattern '%s' of column '%s' must have exactly one group".formatted(pattern, column));
    }

    /** A whole column, which a description gives as its name alone. */
    @JsonCreator
    static Field of(String column) {
      return new Field(column, null);
    }
  }

  /** The file of profiles, a row for each user. */
  public record Users(String file, FileFormat format, String id, Map<String, Field> fields) {
    public Users {
      require(file != null, "users.file is missing");
      require(id != null, "users.id is missing: name the column of the user's id");
      format = format == null ? FileFormat.DEFAULT : format;
      fields = fields == null ? Map.of() : fields;
    }
  }

  /**
   * The catalogue, a row for each item.
   *
   * @param title column of the title; null for none
   * @param categories column of the categories, most important first; null for none
   * @param fields categorical fields by name
   * @param text fields that are read as text, by the words that introduce them, for items without a
   *     file of knowledge texts
   * @param join other files about items; null for none
   * @param available when items can be shown; null if unknown
   */
  public record Items(
      String file,
      FileFormat format,
      String id,
      @Nullable String title,
      @Nullable Categories categories,
      Map<String, Field> fields,
      Map<String, Field> text,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<ItemFile> join,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Available available) {
    public Items {
      require(file != null, "items.file is missing");
      require(id != null, "items.id is missing: name the column of the item's id");
      format = format == null ? FileFormat.DEFAULT : format;
      fields = fields == null ? Map.of() : fields;
      text = text == null ? Map.of() : text;
      requireDifferentFields(fields, join);
    }

    private static void requireDifferentFields(
        Map<String, Field> fields, @Nullable List<ItemFile> join) {
      Set<String> names = new HashSet<>(fields.keySet());
      for (ItemFile other : join == null ? List.<ItemFile>of() : join) {
        other
            .fields()
            .keySet()
            .forEach(
                name ->
                    require(
                        names.add(name),
                        "items.join of %s has the field '%s', which another file has already"
                            .formatted(other.file(), name)));
      }
    }

    /** The other files about items. */
    public List<ItemFile> joined() {
      return join == null ? List.of() : join;
    }

    /** The names of the fields of all files about items, the catalogue's first. */
    public Set<String> fieldNames() {
      Set<String> names = new LinkedHashSet<>(fields.keySet());
      joined().forEach(other -> names.addAll(other.fields().keySet()));
      return names;
    }
  }

  /**
   * When items can be shown, columns of the catalogue.
   *
   * @param from null for always
   * @param until null for forever
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Available(@Nullable Time from, @Nullable Time until) {
    public Available {
      require(
          from != null || until != null, "items.available has neither from nor until: name a time");
    }
  }

  /**
   * A column of categories, or a column for each category.
   *
   * @param column of the categories; null if there are flags
   * @param separator between several in one row; null for one
   * @param flags columns that are true for the items of a category, by its name; null for none
   */
  public record Categories(
      @Nullable String column,
      @Nullable String separator,
      @JsonInclude(JsonInclude.Include.NON_NULL) @JsonDeserialize(using = FlagsDeserializer.class)
          @Nullable Map<String, String> flags) {
    public Categories {
      require(
          column != null || flags != null,
          "categories.column is missing: name it, or the columns of categories.flags");
      require(column == null || flags == null, "categories has both column and flags: choose one");
      require(
          flags == null || !flags.isEmpty(),
          "categories.flags is empty: name the columns of flags");
    }

    /** The columns to read. */
    public List<String> columns() {
      return flags == null
          ? List.of(requireNonNull(column, "column is null"))
          : List.copyOf(flags.values());
    }
  }

  /**
   * When a row is positive: its column's number is above or at least a bound, or its text equals
   * one. {@code true} and {@code 1} are the same, and so are {@code false} and {@code 0}, in any
   * case, because pandas, Spark and SQL write them differently.
   *
   * @param column null for the value column
   * @param every true if every row is positive, which needs drawn negatives; null otherwise
   */
  public record Label(
      @Nullable String column,
      @Nullable Double above,
      @Nullable Double atLeast,
      @Nullable String equals,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean every) {
    /** A value above this is a like if the rule is not on values, and a click counts as 1. */
    public static final float LIKED_OTHERWISE = 0.5f;

    public Label {
      int rules =
          (above == null ? 0 : 1)
              + (atLeast == null ? 0 : 1)
              + (equals == null ? 0 : 1)
              + (every == null ? 0 : 1);
      require(
          rules == 1,
          "label has %d of above, atLeast, equals and every, must have one".formatted(rules));
      require(every == null || every, "label.every is false, must be true or left out");
      require(every == null || column == null, "label has every, which needs no column");
    }

    /** Whether a number is positive, by a rule with a bound. */
    public boolean accepts(double number) {
      return above != null ? number > above : atLeast != null && number >= atLeast;
    }

    /** Whether a user's value of an item is a like: by the rule if it is on values. */
    public boolean likes(double number) {
      boolean isOnValues = column == null && (above != null || atLeast != null);
      return isOnValues ? accepts(number) : number > LIKED_OTHERWISE;
    }

    String rule() {
      if (equals != null) {
        Boolean truth = BooleanFormat.of(equals);
        return "equals " + (truth == null ? "'" + equals + "'" : truth);
      }
      return above != null
          ? "above " + number(above)
          : "at least " + number(requireNonNull(atLeast, "label has no rule"));
    }

    private static String number(double bound) {
      return new BigDecimal(Double.toString(bound)).stripTrailingZeros().toPlainString();
    }
  }

  /**
   * Which part each sample belongs to.
   *
   * @param by whether to split all samples by time, or, for data without time, the users, with one
   *     sample each
   * @param earlier interactions that a user must have before a sample
   * @param training share of the samples to train on
   * @param validation share of the samples, after those, to validate on; the rest is the test part
   * @param seed of the shuffles if users are split
   */
  public record Split(By by, Integer earlier, Double training, Double validation, Long seed) {
    static final Split DEFAULT = new Split(By.TIME, 0, 0.8, 0.1, 1L);

    /** What is split. */
    public enum By {
      TIME,
      USER
    }

    public Split {
      by = by == null ? DEFAULT.by : by;
      earlier = earlier == null ? DEFAULT.earlier : earlier;
      training = training == null ? DEFAULT.training : training;
      validation = validation == null ? DEFAULT.validation : validation;
      seed = seed == null ? DEFAULT.seed : seed;
      require(earlier >= 0, "split.earlier is %s, must not be negative".formatted(earlier));
      require(
          training > 0 && validation > 0 && training + validation < 1,
          ("split.training is %s and split.validation %s: both must be above 0, and leave something"
                  + " to test on")
              .formatted(training, validation));
    }
  }

  /**
   * What models read.
   *
   * @param history how many of the user's newest interactions
   * @param valueBounds bounds between the buckets of values; null to derive them from the data
   * @param users names of the profile fields; null for all
   * @param items names of the item fields; null for all
   * @param context names of the context fields; null for all
   * @param clickValue what a click counts as in streaming features; null for a value that is a like
   * @param shownValue what an item that was only shown counts as; null if it does not count
   */
  public record Features(
      Integer history,
      @Nullable List<Float> valueBounds,
      @Nullable List<String> users,
      @Nullable List<String> items,
      @Nullable List<String> context,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Float clickValue,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Float shownValue) {
    static final Features DEFAULT = new Features(30, null, null, null, null, null, null);

    public Features {
      history = history == null ? DEFAULT.history : history;
      require(history > 0, "features.history is %s, must be at least 1".formatted(history));
      require(
          isFinite(clickValue) && isFinite(shownValue),
          "features.clickValue is %s and features.shownValue %s: both must be finite numbers"
              .formatted(clickValue, shownValue));
    }

    private static boolean isFinite(@Nullable Float value) {
      return value == null || Float.isFinite(value);
    }

    Features withHistory(int newHistory) {
      return new Features(newHistory, valueBounds, users, items, context, clickValue, shownValue);
    }
  }

  /**
   * Texts that a language model wrote.
   *
   * @param items texts about items; null for none
   * @param users texts about users; null for none
   */
  public record Knowledge(
      @Nullable ItemTexts items,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable UserTexts users) {}

  /**
   * The file of texts about users, a row for each text.
   *
   * @param user column of the user's id
   * @param text column of the text
   * @param asOf time of the newest event that the text is based on; only later samples may read it
   */
  public record UserTexts(String file, FileFormat format, String user, String text, Time asOf) {
    public UserTexts {
      require(file != null, "knowledge.users.file is missing");
      require(user != null, "knowledge.users.user is missing: name the column of the user's id");
      require(text != null, "knowledge.users.text is missing: name the column of the text");
      require(
          asOf != null,
          "knowledge.users.asOf is missing: name the column with the time of the newest event that"
              + " a text is based on; without it a text may reveal the answer of an earlier"
              + " sample");
      format = format == null ? FileFormat.DEFAULT : format;
    }
  }

  /** The column that says what is positive. */
  public String labelColumn() {
    if (label.every() != null) {
      return interactions.item();
    }
    return requireNonNull(
        label.column() == null ? interactions.value() : label.column(), "label has no column");
  }

  /**
   * What counts as positive, in words: the same words for the same rule, independent of the value
   * column's name.
   */
  public String labels() {
    if (label.every() != null) {
      return "every row";
    }
    return (label.column() == null || label.column().equals(interactions.value())
            ? "value"
            : label.column())
        + " "
        + label.rule();
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  /** A copy with another history length. */
  public DatasetDescription withHistory(int history) {
    return new DatasetDescription(
        name,
        note,
        interactions,
        users,
        items,
        label,
        split,
        features.withHistory(history),
        knowledge);
  }
}
