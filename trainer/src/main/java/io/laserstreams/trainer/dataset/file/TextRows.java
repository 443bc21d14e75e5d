package io.laserstreams.trainer.dataset.file;

import io.laserstreams.trainer.dataset.InvalidDatasetException;
import io.laserstreams.trainer.dataset.description.FileFormat;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Text with delimiters between the columns, quoted as RFC 4180 says. */
final class TextRows {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private TextRows() {}

  static void read(Path file, FileFormat format, Set<String> wanted, Consumer<Row> consumer) {
    CSVParser parser = null;
    try (var reader = new BufferedReader(new InputStreamReader(Files.newInputStream(file),
            format.decoding().newDecoder().onMalformedInput(CodingErrorAction.REPORT).onUnmappableCharacter(CodingErrorAction.REPORT)))) {
      skipByteOrderMark(reader);
      parser = CSVParser.builder().setReader(reader).setFormat(csv(file, format)).get();
      rows(file, format, wanted, consumer, parser);
    } catch (CharacterCodingException e) {
      throw unreadable(file, parser, "is not in %s: set format.charset".formatted(format.decoding()), e);
    } catch (IOException e) {
      throw unreadable(file, parser, e.getMessage(), e);
    } catch (UncheckedIOException e) {
      boolean coding = e.getCause() instanceof CharacterCodingException;
      String what = coding ? "is not in %s: set format.charset".formatted(format.decoding()) : e.getCause().getMessage();
      throw unreadable(file, parser, what, e);
    }
  }

  private static void rows(Path file, FileFormat format, Set<String> wanted, Consumer<Row> consumer, CSVParser parser) {
    Iterator<CSVRecord> records = parser.iterator();
    List<String> names = format.columns();
    if (names == null) {
      if (!records.hasNext()) {
        throw new InvalidDatasetException(file + " is empty, its first line should name the columns");
      }
      names = records.next().toList();
    }
    Map<String, Integer> columns = Rows.columns(file, names, wanted);
    long before = parser.getCurrentLineNumber();
    while (records.hasNext()) {
      CSVRecord record = records.next();
      // A quoted column may span lines: the row is named by its first one.
      long line = before + 1;
      before = Math.max(line, parser.getCurrentLineNumber());
      if (record.size() != columns.size()) {
        throw new InvalidDatasetException(
            "%s, line %d: %d columns instead of %d".formatted(file, line, record.size(), columns.size()));
      }
      consumer.accept(new Row(file.toString(), "line", line, columns, record.values()));
    }
  }

  private static CSVFormat csv(Path file, FileFormat format) {
    String delimiter = format.delimiter() != null ? format.delimiter() : file.toString().endsWith(".tsv") ? "\t" : ",";
    String quote = format.quote() == null ? "\"" : format.quote();
    return CSVFormat.Builder.create()
        .setDelimiter(delimiter)
        .setQuote(quote.isEmpty() ? null : quote.charAt(0))
        .setIgnoreEmptyLines(false)
        .get();
  }

  private static void skipByteOrderMark(BufferedReader reader) throws IOException {
    reader.mark(1);
    if (reader.read() != BYTE_ORDER_MARK) {
      reader.reset();
    }
  }

  private static InvalidDatasetException unreadable(Path file, CSVParser parser, String what, Exception e) {
    long line = parser == null ? 1 : parser.getCurrentLineNumber() + 1;
    return new InvalidDatasetException("%s, about line %d: %s".formatted(file, line, what), e);
  }
}
