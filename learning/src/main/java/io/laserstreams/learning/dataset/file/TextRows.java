package io.laserstreams.learning.dataset.file;

import static java.util.Objects.requireNonNull;

import io.laserstreams.learning.dataset.description.FileFormat;
import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads delimited text, quoted by RFC 4180; by default without quotes if the delimiter is a tab.
 */
final class TextRows {
  private static final char BYTE_ORDER_MARK = '\uFEFF';
  private static final String TAB = "\t";
  private static final Pattern TAB_SEPARATED = Pattern.compile("(?i).*\\.tsv(\\.gz)?");
  private static final int BUFFER = 1 << 16;

  private final Path file;
  private final FileFormat format;
  private final boolean unquoted;
  private final CSVParser parser;

  private TextRows(Path file, FileFormat format, BufferedReader reader) throws IOException {
    this.file = file;
    this.format = format;
    String usual = TAB_SEPARATED.matcher(file.getFileName().toString()).matches() ? TAB : ",";
    String delimiter = format.delimiter() == null ? usual : format.delimiter();
    this.unquoted = format.quote() == null && delimiter.equals(TAB);
    String quote = unquoted ? "" : format.quote() == null ? "\"" : format.quote();
    CSVFormat csv =
        CSVFormat.Builder.create()
            .setDelimiter(delimiter)
            .setQuote(quote.isEmpty() ? null : quote.charAt(0))
            .setIgnoreEmptyLines(false)
            .get();
    this.parser = CSVParser.builder().setReader(reader).setFormat(csv).get();
  }

  /** The names in the first line, or in the format; empty for an empty file. */
  static List<String> names(Path file, FileFormat format) {
    if (format.columns() != null) {
      return format.columns();
    }
    try (var reader =
        new BufferedReader(new InputStreamReader(decompressed(file), format.decoding()))) {
      skipByteOrderMark(reader);
      Iterator<CSVRecord> records = new TextRows(file, format, reader).parser.iterator();
      return records.hasNext() ? records.next().stream().map(String::strip).toList() : List.of();
    } catch (IOException | UncheckedIOException e) {
      throw new InvalidDatasetException("cannot read %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  /**
   * Passes each row to {@code consumer}.
   *
   * @param isPart whether it is one of several files, which may be empty
   */
  static void read(
      Path file, FileFormat format, Set<String> wanted, boolean isPart, Consumer<Row> consumer) {
    TextRows rows = null;
    try (var reader =
        new BufferedReader(
            new InputStreamReader(
                decompressed(file),
                format
                    .decoding()
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)))) {
      skipByteOrderMark(reader);
      rows = new TextRows(file, format, reader);
      rows.read(wanted, isPart, consumer);
    } catch (IOException e) {
      throw unreadable(file, format, rows, e);
    } catch (UncheckedIOException e) {
      throw unreadable(file, format, rows, requireNonNull(e.getCause(), "cause is null"));
    }
  }

  private static InputStream decompressed(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    try {
      return FileKind.of(file) == FileKind.GZIP ? new GZIPInputStream(in, BUFFER) : in;
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  private static void skipByteOrderMark(BufferedReader reader) throws IOException {
    reader.mark(1);
    if (reader.read() != BYTE_ORDER_MARK) {
      reader.reset();
    }
  }

  private void read(Set<String> wanted, boolean isPart, Consumer<Row> consumer) {
    Iterator<CSVRecord> records = parser.iterator();
    List<String> names = format.columns();
    if (names == null) {
      if (!records.hasNext()) {
        if (isPart) {
          return;
        }
        throw new InvalidDatasetException(
            file + " is empty, its first line should name the columns");
      }
      names = records.next().toList();
    }
    Map<String, Integer> indexes = Columns.indexes(file, names, wanted);
    var columns =
        new Columns(
            indexes,
            Collections.nCopies(names.size(), unquoted ? ColumnType.UNQUOTED : ColumnType.TEXT));
    String path = file.toString();
    long before = parser.getCurrentLineNumber();
    long emptyLine = 0;
    while (records.hasNext()) {
      CSVRecord record = records.next();
      // A quoted column may span lines: the first one names the row.
      long line = before + 1;
      before = Math.max(line, parser.getCurrentLineNumber());
      if (record.size() == 1 && record.get(0).isBlank()) {
        emptyLine = emptyLine == 0 ? line : emptyLine;
        continue;
      }
      if (emptyLine > 0) {
        throw new InvalidDatasetException(
            "%s, line %d: is empty, and not the last".formatted(file, emptyLine));
      }
      if (record.size() != names.size()) {
        throw new InvalidDatasetException(
            "%s, line %d: %d columns instead of %d%s"
                .formatted(
                    file,
                    line,
                    record.size(),
                    names.size(),
                    unquoted ? "; if it has quotes, say format: {quote: '\"'}" : ""));
      }
      consumer.accept(
          new Row(new FilePosition(path, "line", line), columns, format, record.values()));
    }
  }

  private static InvalidDatasetException unreadable(
      Path file, FileFormat format, @Nullable TextRows rows, IOException e) {
    long line = rows == null ? 1 : rows.parser.getCurrentLineNumber() + 1;
    boolean coding = e instanceof CharacterCodingException;
    String what =
        coding ? "is not in %s: set format.charset".formatted(format.decoding()) : e.getMessage();
    return new InvalidDatasetException("%s, about line %d: %s".formatted(file, line, what), e);
  }
}
