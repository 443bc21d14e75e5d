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
import org.jspecify.annotations.Nullable;

/**
 * The format of a file of rows. For Parquet, only {@code nulls} applies.
 *
 * @param delimiter between columns, one or more characters; null for a comma, or a tab in {@code
 *     .tsv}
 * @param quote around columns that contain a delimiter, doubled inside; empty for none; null for
 *     {@code "}, or none with tabs
 * @param charset null for UTF-8
 * @param columns the columns' names; null if the first line has them
 * @param nulls texts that stand for a missing value, among them YAML's own null in all its
 *     spellings; null if unknown
 */
public record FileFormat(
    @Nullable String delimiter,
    @Nullable String quote,
    @Nullable String charset,
    @Nullable List<String> columns,
    @JsonProperty("null") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<String> nulls) {
  static final FileFormat DEFAULT = new FileFormat(null, null, null, null, null);

  /** Missing values in pandas, R, Spark, Java, JavaScript, MySQL, Postgres and spreadsheets. */
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

  /** Whether this text stands for a missing value. */
  public boolean isMissing(String text) {
    return text.isEmpty() || (nulls != null && nulls.contains(text));
  }

  /** Whether this text probably stands for a missing value, and the description does not say. */
  public boolean looksMissing(String text) {
    return nulls == null && USUAL_NULLS.contains(text);
  }

  /** The character set by its name. */
  public Charset decoding() {
    return charset(charset);
  }

  private static Charset charset(@Nullable String name) {
    try {
      return name == null ? StandardCharsets.UTF_8 : Charset.forName(name);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new IllegalArgumentException(
          "format.charset is '%s', which is not a known character set".formatted(name), e);
    }
  }
}
