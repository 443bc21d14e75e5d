package io.laserstreams.learning.dataset.description;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a dataset's files hold and how it is played: everything that the code knows of a dataset.
 * Read by {@link Descriptions}.
 *
 * @param name in impression ids, model versions and reports: letters, digits, {@code . _ -}
 * @param note a caveat that stands wherever a figure of the dataset is reported; null for none
 * @param interactions who was shown what, and what came of it
 * @param users profiles; null where there are none
 * @param items the catalogue; null where only ids are known
 * @param label what counts as a positive outcome
 * @param split which samples are learnt from, chosen on and tested on
 * @param features what the models look at
 * @param knowledge texts that a language model wrote; null where there are none
 */
public record DatasetDescription(
    String name,
    String note,
    Interactions interactions,
    Users users,
    Items items,
    Label label,
    Split split,
    Features features,
    Knowledge knowledge) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  public DatasetDescription {
    require(
        name != null && NAME.matcher(name).matches(),
        "name is '%s', must be letters, digits, '.', '_' or '-'",
        name);
    require(interactions != null, "interactions is missing: say which file holds them");
    require(label != null, "label is missing: say what counts as positive, for example {above: 3}");
    require(
        label.column() != null || interactions.value() != null,
        "label has no column, and interactions has no value column to take instead");
    split = split == null ? Split.DEFAULT : split;
    require(
        split.by() == Split.By.USER || interactions.time() != null,
        "interactions has no time, so the samples cannot be split by time: add time, or split {by:"
            + " user}");
    features = features == null ? Features.DEFAULT : features;
    require(
        knowledge == null || knowledge.users() == null || split.by() == Split.By.TIME,
        "knowledge.users is for data with times: where users are shuffled, no text is known to be"
            + " from before");
  }

  /**
   * The file of interactions, a row for each candidate that was shown.
   *
   * @param user column of the user's id
   * @param item column of the item's id
   * @param value column of a number such as stars, empty where the item was only shown; null where
   *     positive rows are clicks
   * @param values what numbers the value may be; null for any
   * @param time when; null where the data have no time
   * @param impression column that says which rows were shown together; null where each row stands
   *     alone
   * @param context fields of the circumstances by name
   */
  public record Interactions(
      String file,
      FileFormat format,
      String user,
      String item,
      String value,
      Range values,
      Time time,
      String impression,
      Map<String, Field> context) {
    public Interactions {
      require(file != null, "interactions.file is missing");
      require(user != null, "interactions.user is missing: name the column of the user's id");
      require(item != null, "interactions.item is missing: name the column of the item's id");
      format = format == null ? FileFormat.DEFAULT : format;
      context = context == null ? Map.of() : context;
    }
  }

  /** Numbers from {@code from} to {@code to}, both included. */
  public record Range(double from, double to) {}

  /**
   * A column with a time.
   *
   * @param unit what its numbers count
   * @param from the first moment that it may be, in ISO 8601; null for the beginning of 1970, in
   *     units finer than a second of 1971
   * @param before the first moment that it may not be any more; null for the end of next year
   */
  public record Time(
      String column,
      TimeUnit unit,
      @JsonInclude(JsonInclude.Include.NON_NULL) String from,
      @JsonInclude(JsonInclude.Include.NON_NULL) String before) {
    public Time {
      require(column != null, "interactions.time.column is missing");
      require(
          unit != null, "interactions.time.unit is missing: one of %s", List.of(TimeUnit.values()));
      long first = from == null ? Long.MIN_VALUE : TimeUnit.ISO_8601.millis(from);
      long end = before == null ? Long.MAX_VALUE : TimeUnit.ISO_8601.millis(before);
      require(
          first < end,
          "time.from is %s, must be earlier than time.before, which is %s",
          from,
          before);
    }
  }

  /**
   * A categorical field: a column, or the first group of a pattern that is found in it; empty where
   * it is not found.
   */
  public record Field(String column, String pattern) {
    public Field {
      require(column != null, "a field has no column");
      require(
          pattern == null || Pattern.compile(pattern).matcher("").groupCount() == 1,
          "the pattern '%s' of column '%s' must have exactly one group",
          pattern,
          column);
    }

    /** A column as it stands, which in a description is just its name. */
    @com.fasterxml.jackson.annotation.JsonCreator
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
   * @param text fields that are read as text, by the words that introduce them: what is known of
   *     items without a knowledge file
   */
  public record Items(
      String file,
      FileFormat format,
      String id,
      String title,
      Categories categories,
      Map<String, Field> fields,
      Map<String, Field> text) {
    public Items {
      require(file != null, "items.file is missing");
      require(id != null, "items.id is missing: name the column of the item's id");
      format = format == null ? FileFormat.DEFAULT : format;
      fields = fields == null ? Map.of() : fields;
      text = text == null ? Map.of() : text;
    }
  }

  /** A column with one category, or several with a separator between them. */
  public record Categories(String column, String separator) {
    public Categories {
      require(column != null, "items.categories.column is missing");
    }
  }

  /**
   * When a row is positive: its column's number is above or at least a bound, or its text equals
   * one. {@code true} and {@code 1} are the same, and so are {@code false} and {@code 0}, in any
   * case: pandas, Spark and SQL write each their own.
   *
   * @param column null for the value column
   */
  public record Label(String column, Double above, Double atLeast, String equals) {
    public Label {
      int rules = (above == null ? 0 : 1) + (atLeast == null ? 0 : 1) + (equals == null ? 0 : 1);
      require(rules == 1, "label has %d of above, atLeast and equals, must have one", rules);
    }

    String rule() {
      if (equals != null) {
        Boolean truth = BooleanFormat.of(equals);
        return "equals " + (truth == null ? "'" + equals + "'" : truth);
      }
      return above != null ? "above " + number(above) : "at least " + number(atLeast);
    }

    private static String number(double bound) {
      return new BigDecimal(Double.toString(bound)).stripTrailingZeros().toPlainString();
    }
  }

  /**
   * Which samples are of which part.
   *
   * @param by whether all samples are split by time, or users are, with one sample each: for data
   *     without time
   * @param earlier interactions of the user that must come before a sample
   * @param training share of the samples that is learnt from
   * @param validation share of the samples, after those, that is chosen on; the rest is the test
   *     part
   * @param seed of the shuffles where users are split
   */
  public record Split(By by, Integer earlier, Double training, Double validation, Long seed) {
    static final Split DEFAULT = new Split(null, null, null, null, null);

    /** What is split. */
    public enum By {
      TIME,
      USER
    }

    public Split {
      by = by == null ? By.TIME : by;
      earlier = earlier == null ? 0 : earlier;
      training = training == null ? 0.8 : training;
      validation = validation == null ? 0.1 : validation;
      seed = seed == null ? 1 : seed;
      require(earlier >= 0, "split.earlier is %s, must not be negative", earlier);
      require(
          training > 0 && validation > 0 && training + validation < 1,
          "split.training is %s and split.validation %s: both must be above 0, and leave something"
              + " to test on",
          training,
          validation);
    }
  }

  /**
   * What the models look at.
   *
   * @param history how many of the user's newest interactions
   * @param valueBounds where one bucket of values ends and the next begins; null to lay them
   *     between the values that there are
   * @param users names of the profile fields; null for all
   * @param items names of the item fields; null for all
   * @param context names of the context fields; null for all
   */
  public record Features(
      Integer history,
      List<Float> valueBounds,
      List<String> users,
      List<String> items,
      List<String> context) {
    static final Features DEFAULT = new Features(null, null, null, null, null);

    public Features {
      history = history == null ? 30 : history;
      require(history > 0, "features.history is %s, must be at least 1", history);
    }
  }

  /**
   * Texts that a language model wrote.
   *
   * @param items JSON file of item id to text; null for none
   * @param users texts about users; null for none
   */
  public record Knowledge(
      String items, @JsonInclude(JsonInclude.Include.NON_NULL) UserTexts users) {}

  /**
   * The file of texts about users, a row for each text.
   *
   * @param user column of the user's id
   * @param text column of the text
   * @param asOf when the newest event was that the text is based on; samples after that alone may
   *     read it
   */
  public record UserTexts(String file, FileFormat format, String user, String text, Time asOf) {
    public UserTexts {
      require(file != null, "knowledge.users.file is missing");
      require(user != null, "knowledge.users.user is missing: name the column of the user's id");
      require(text != null, "knowledge.users.text is missing: name the column of the text");
      require(
          asOf != null,
          "knowledge.users.asOf is missing: name the column with the time of the newest event that"
              + " a text is based on; without it a text may tell the answer of a sample before it");
      format = format == null ? FileFormat.DEFAULT : format;
    }
  }

  /** The column that says what is positive. */
  public String labelColumn() {
    return label.column() == null ? interactions.value() : label.column();
  }

  /**
   * What counts as positive, in words: the same words for the same rule, whatever the value
   * column's name.
   */
  public String labels() {
    return (label.column() == null || label.column().equals(interactions.value())
            ? "value"
            : label.column())
        + " "
        + label.rule();
  }

  private static void require(boolean holds, String message, Object... values) {
    if (!holds) {
      throw new IllegalArgumentException(message.formatted(values));
    }
  }

  /** The same with another history length. */
  public DatasetDescription withHistory(int history) {
    requireNonNull(features, "features is null");
    var longer =
        new Features(
            history,
            features.valueBounds(),
            features.users(),
            features.items(),
            features.context());
    return new DatasetDescription(
        name, note, interactions, users, items, label, split, longer, knowledge);
  }
}
