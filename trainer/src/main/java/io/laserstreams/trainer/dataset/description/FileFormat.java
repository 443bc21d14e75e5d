package io.laserstreams.trainer.dataset.description;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;

/**
 * How a file of rows is written. A file whose name ends in {@code .parquet} is Parquet and needs none of this.
 *
 * @param delimiter between columns, one or more characters; a comma where it is null, a tab for {@code .tsv}
 * @param quote around columns that hold a delimiter, doubled inside; {@code "} where it is null, empty for none
 * @param charset UTF-8 where it is null
 * @param columns the columns' names; null where the first line has them
 */
public record FileFormat(String delimiter, String quote, String charset, List<String> columns) {
  static final FileFormat DEFAULT = new FileFormat(null, null, null, null);

  public FileFormat {
    if (delimiter != null && delimiter.isEmpty()) {
      throw new IllegalArgumentException("format.delimiter is empty");
    }
    if (quote != null && quote.length() > 1) {
      throw new IllegalArgumentException("format.quote is '%s', must be one character, or empty for none".formatted(quote));
    }
    if (columns != null && columns.stream().distinct().count() != columns.size()) {
      throw new IllegalArgumentException("format.columns names a column twice: " + columns);
    }
    charset(charset);
  }

  /** The character set by its name. */
  public Charset decoding() {
    return charset(charset);
  }

  private static Charset charset(String name) {
    try {
      return name == null ? StandardCharsets.UTF_8 : Charset.forName(name);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new IllegalArgumentException("format.charset is '%s', which is no known character set".formatted(name), e);
    }
  }
}
