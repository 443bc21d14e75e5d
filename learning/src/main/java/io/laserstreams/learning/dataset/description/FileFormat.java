package io.laserstreams.learning.dataset.description;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How a file of rows is written. Of this, Parquet needs at most {@code nulls}.
 *
 * @param delimiter between columns, one or more characters; a comma where it is null, a tab for
 *     {@code .tsv}
 * @param quote around columns that hold a delimiter, doubled inside; empty for none; where it is
 *     null, {@code "}, and none for tabs
 * @param charset UTF-8 where it is null
 * @param columns the columns' names; null where the first line has them
 * @param nulls texts that mean that there is no value; null where nothing is said of them. YAML's
 *     own null is one in all its spellings
 */
public record FileFormat(
    String delimiter,
    String quote,
    String charset,
    List<String> columns,
    @JsonProperty("null") @JsonInclude(JsonInclude.Include.NON_NULL) List<String> nulls) {
  static final FileFormat DEFAULT = new FileFormat(null, null, null, null, null);

  /**
   * How pandas, R, Spark, Java, JavaScript, MySQL, Postgres and spreadsheets write that there is no
   * value.
   */
  private static final Set<String> USUAL_NULLS =
      Set.of(
          "NULL",
          "Null",
          "null",
          "\\N",
          "None",
          "nan",
          "NaN",
          "-nan",
          "NA",
          "N/A",
          "n/a",
          "#N/A",
          "<NA>",
          "NaT",
          "nil",
          "undefined");

  private static final List<String> NULLS_OF_YAML = List.of("null", "Null", "NULL", "~");

  public FileFormat {
    if (delimiter != null && delimiter.isEmpty()) {
      throw new IllegalArgumentException("format.delimiter is empty");
    }
    if (quote != null && quote.length() > 1) {
      throw new IllegalArgumentException(
          "format.quote is '%s', must be one character, or empty for none".formatted(quote));
    }
    if (columns != null && columns.stream().distinct().count() != columns.size()) {
      throw new IllegalArgumentException("format.columns names a column twice: " + columns);
    }
    charset(charset);
    nulls =
        nulls == null
            ? null
            : nulls.stream()
                .flatMap(text -> text == null ? NULLS_OF_YAML.stream() : Stream.of(text))
                .toList();
  }

  /** Whether this text means that there is no value. */
  public boolean isMissing(String text) {
    return text.isEmpty() || nulls != null && nulls.contains(text);
  }

  /** Whether this text is likely to mean that, and the description does not say whether it does. */
  public boolean looksMissing(String text) {
    return nulls == null && USUAL_NULLS.contains(text);
  }

  /** The character set by its name. */
  public Charset decoding() {
    return charset(charset);
  }

  private static Charset charset(String name) {
    try {
      return name == null ? StandardCharsets.UTF_8 : Charset.forName(name);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new IllegalArgumentException(
          "format.charset is '%s', which is no known character set".formatted(name), e);
    }
  }
}
