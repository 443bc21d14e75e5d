package io.laserstreams.learning.dataset.file;

import static io.laserstreams.learning.dataset.file.RowsOf.DEFAULT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.learning.dataset.description.FileFormat;
import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextRowsTest {
  @TempDir Path folder;

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static byte[] gzip(String text) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static String refusal(Path file, FileFormat format) {
    String message =
        assertThrows(InvalidDatasetException.class, () -> RowsOf.ids(file, format, "u"))
            .getMessage();
    assertTrue(message.startsWith(file.toString()), message);
    return message.substring(file.toString().length());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.csv.gz", "a.CSV.GZ", "a.csv", "part-0"})
  void shouldDecompressGzipUnderAnyName(String name) throws IOException {
    assertEquals(
        List.of("ann", "bob"),
        RowsOf.texts(Files.write(folder.resolve(name), gzip("u\nann\nbob\n")), "u"));
  }

  @Test
  void shouldDecompressConcatenatedGzip() throws IOException {
    var joined = new ByteArrayOutputStream();
    joined.write(gzip("u\nann\n"));
    joined.write(gzip("bob\n"));
    assertEquals(
        List.of("ann", "bob"),
        RowsOf.texts(Files.write(folder.resolve("a.csv.gz"), joined.toByteArray()), "u"));
  }

  @Test
  void shouldRefuseTruncatedGzip() throws IOException {
    byte[] whole = gzip("u\n" + "ann\n".repeat(1_000));
    Path cut = Files.write(folder.resolve("a.csv.gz"), Arrays.copyOf(whole, whole.length - 12));
    assertTrue(refusal(cut, DEFAULT).contains("Unexpected end"), () -> refusal(cut, DEFAULT));
  }

  @Test
  void shouldNameUnsupportedFiles() throws IOException {
    Path file = folder.resolve("a.csv.zst");
    Files.write(file, new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, 0});
    assertEquals(
        " is ZSTANDARD: supported are Parquet, and delimited text and JSON, plain or in gzip",
        refusal(file, DEFAULT));
    Files.write(file, new byte[] {'P', 'K', 3, 4});
    assertTrue(refusal(file, DEFAULT).startsWith(" is ZIP: "));
  }

  @Test
  void shouldReadEachPartByItsOwnHeader() throws IOException {
    write("log/0.csv", "u,i\nann,x\n");
    write("log/1.csv", "");
    write("log/2.csv", "i,u\ny,bob\n");
    assertEquals(List.of("ann", "bob"), RowsOf.texts(folder.resolve("log"), "u"));
    write("log/3.csv", "who\ncat\n");
    String message =
        assertThrows(InvalidDatasetException.class, () -> RowsOf.texts(folder.resolve("log"), "u"))
            .getMessage();
    assertEquals(folder.resolve("log/3.csv") + " has no column 'u', it has [who]", message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "u,i\nann,x\n\n",
        "u,i\nann,x\n\n\n\n",
        "u,i\r\nann,x\r\n\r\n",
        "u,i\nann,x\n   \n",
        "u,i\nann,x\n\n  "
      })
  void shouldIgnoreEmptyLinesAtTheEnd(String text) throws IOException {
    assertEquals(List.of("ann"), RowsOf.texts(write("a.csv", text), "u"));
    assertEquals(
        List.of("ann"),
        RowsOf.texts(write("one.csv", text.replace(",i", "").replace(",x", "")), "u"));
  }

  @Test
  void shouldRefuseAnEmptyLineBetweenRows() throws IOException {
    assertEquals(
        ", line 3: is empty, and not the last",
        refusal(write("a.csv", "u,i\nann,x\n\n\nbob,y\n"), DEFAULT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"items.tsv", "items.TSV"})
  void shouldReadNoQuotesBetweenTabs(String name) throws IOException {
    Path file = write(name, "u\ttitle\n1\t\"Unclosed\n2\tPlain\n3\tEnd\"\n");
    assertEquals(List.of("\"Unclosed", "Plain", "End\""), RowsOf.texts(file, "title"));
    Path gz = Files.write(folder.resolve(name + ".gz"), gzip(Files.readString(file)));
    assertEquals(List.of("1", "2", "3"), RowsOf.texts(gz, "u"));
  }

  @Test
  void shouldReadQuotesBetweenTabsIfTheFormatSaysSo() throws IOException {
    Path file = write("items.tsv", "u\ttitle\n1\t\"a\tb\"\n");
    assertEquals(
        ", line 2: 3 columns instead of 2; if it has quotes, say format: {quote: '\"'}",
        refusal(file, DEFAULT));
    var quoted = new FileFormat(null, "\"", null, null, null);
    assertEquals(
        List.of("a\tb"), RowsOf.read(file, quoted, Set.of("title"), row -> row.text("title")));
    var tabs = new FileFormat("\t", null, null, null, null);
    assertEquals(
        List.of("\"a"),
        RowsOf.read(
            write("a.txt", "title\n\"a\n"), tabs, Set.of("title"), row -> row.text("title")));
  }

  @Test
  void shouldRefuseQuotedIdsThatTheFormatDoesNotMention() throws IOException {
    Path file = write("items.tsv", "u\ttitle\n\"1\"\ta\n");
    assertEquals(
        ", line 2, column 'u': '\"1\"' has quotes: say format: {quote: '\"'}, or {quote: ''} if"
            + " they belong to the id",
        refusal(file, DEFAULT));
    assertEquals(List.of("1"), RowsOf.ids(file, new FileFormat(null, "\"", null, null, null), "u"));
    assertEquals(
        List.of("\"1\""), RowsOf.ids(file, new FileFormat(null, "", null, null, null), "u"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"NULL", "\\N", "None", "nan", "NaN", "NA", "<NA>", "null", "undefined"})
  void shouldAskWhatANullStandsFor(String text) throws IOException {
    Path file = write("a.csv", "u,title\n" + text + "," + text + "\n");
    assertEquals(
        (", line 2, column 'u': '%s' usually stands for a missing value: say in the file's format"
                    + " what does, null: ['%s'], ")
                .formatted(text, text)
            + "or that nothing does, null: []",
        refusal(file, DEFAULT));
    assertEquals(
        ", line 2, column 'u': is empty",
        refusal(file, new FileFormat(null, null, null, null, List.of("-", text))));
    assertEquals(
        List.of(text), RowsOf.ids(file, new FileFormat(null, null, null, null, List.of()), "u"));
    assertEquals(List.of(text), RowsOf.texts(file, "title"), "a title may be that");
  }

  @Test
  void shouldSkipMissingValues() throws IOException {
    var format = new FileFormat(null, null, null, null, List.of("-"));
    Path file = write("a.csv", "moods\n a | - |b\n - \n");
    assertEquals(
        List.of(List.of("a", "b"), List.of()),
        RowsOf.read(file, format, Set.of("moods"), row -> row.texts("moods", "|")));
  }

  @Test
  void shouldReadIdsWithoutBlanksAroundThem() throws IOException {
    assertEquals(
        List.of("ann", "bob", "007"),
        RowsOf.ids(write("a.csv", "u,i\n ann ,x\n\"\tbob\u2003\",x\n007,x\n"), DEFAULT, "u"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"30d", "4f", "0x1p3", "1,5", "NaN", "Infinity", "1e999", "\u0663", "1_000"})
  void shouldRefuseNumbersInProgramSyntax(String text) throws IOException {
    var columns = new FileFormat(";", null, null, null, List.of());
    Path file = write("a.csv", "v\n" + text + "\n");
    var refused =
        assertThrows(
            InvalidDatasetException.class,
            () -> RowsOf.read(file, columns, Set.of("v"), row -> row.number("v")));
    assertEquals(
        "%s, line 2, column 'v': '%s' is not a number".formatted(file, text), refused.getMessage());
  }

  @Test
  void shouldReadNumbersHoweverTheyAreWritten() throws IOException {
    Path file = write("a.csv", "v\n4\n-4.50\n+.5\n5.\n1.2E3\n");
    assertEquals(
        List.of(4.0, -4.5, 0.5, 5.0, 1200.0),
        RowsOf.read(file, DEFAULT, Set.of("v"), row -> row.number("v")));
  }
}
