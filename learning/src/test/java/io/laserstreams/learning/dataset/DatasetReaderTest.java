package io.laserstreams.learning.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.learning.dataset.description.Descriptions;
import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import io.laserstreams.learning.dataset.file.ParquetFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetReaderTest {
  @TempDir Path folder;

  private void write(String name, String text) throws IOException {
    Files.write(folder.resolve(name), text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private Dataset read(String description) throws IOException {
    Files.writeString(folder.resolve("description.yaml"), description);
    return DatasetReader.read(
        Descriptions.read(folder.resolve("description.yaml").toString()), folder);
  }

  private void assertMessage(String message, String description) {
    assertEquals(
        message, assertThrows(InvalidDatasetException.class, () -> read(description)).getMessage());
  }

  @Nested
  class MovieLens {
    @Test
    void shouldReadItByItsDescription() throws IOException {
      writeFiles();
      Dataset data = readIt();
      assertEquals(
          List.of(
              "3 8 4.0 100000 true",
              "2 8 3.0 200000 false",
              "2 9 1.0 200000 false",
              "10 7 5.0 200000 true"),
          data.impressions().stream()
              .map(
                  play ->
                      "%s %s %s %d %s"
                          .formatted(
                              play.userId(),
                              play.candidates().get(0).itemId(),
                              play.candidates().get(0).value(),
                              play.time(),
                              play.candidates().get(0).positive()))
              .toList());
      assertEquals(
          List.of(100_000L, 200_000L, 200_002L, 200_000L),
          data.impressions().stream().map(Impression::eventTime).toList());
      assertEquals(
          Map.of("gender", "M", "age", "25", "occupation", "15", "zip", "55117"),
          data.profiles().get("2"));
      assertEquals(
          new CatalogueItem(
              "8",
              "Mis\u00e9rables, Les (1995)",
              List.of("Drama", "Musical"),
              Map.of("year", "1995"),
              ""),
          data.items().get("8"));
      assertEquals("", data.items().get("9").fields().get("year"));
    }

    @Test
    void shouldNameFileLineAndColumnThatItCannotRead() throws IOException {
      writeFiles();
      write("ratings.dat", "1::7::5::200\n1::8::six::200\n");
      assertMessage("line 2, column 'stars': 'six' is not a number");
      write("ratings.dat", "1::7::5::200\n1::8::6::200\n");
      assertMessage("line 2, column 'stars': 6 is not from 1.0 to 5.0");
      write("ratings.dat", "1::7::5\n");
      assertMessage("line 1: 3 columns instead of 4");
      write("ratings.dat", "1::7::5::200\n1::8::4::yesterday\n");
      assertMessage("line 2, column 'second': 'yesterday' is not a time in seconds");
      write("ratings.dat", "::7::5::200\n");
      assertMessage("line 1, column 'user': is empty");
    }

    @Test
    void shouldNameTheFileThatIsMissing() throws IOException {
      writeFiles();
      Files.delete(folder.resolve("users.dat"));
      var e = assertThrows(InvalidDatasetException.class, this::readIt);
      assertEquals(
          "there is no "
              + folder.resolve("users.dat")
              + ": name the folder with the dataset's files by --data",
          e.getMessage());
    }

    @Test
    void shouldGiveDifferentDataDifferentFingerprints() throws IOException {
      writeFiles();
      String before = readIt().fingerprint();
      assertEquals(
          "6b5c1ba16b0237ae2dd3d46d92a523e7b6d3d591bc4ba76b08129bbcd69f3fbe",
          before,
          "rows of earlier runs are found by it");
      assertEquals(before, readIt().fingerprint());
      write("ratings.dat", "10::7::5::200\n");
      assertNotEquals(before, readIt().fingerprint());
    }

    private void writeFiles() throws IOException {
      write("ratings.dat", "10::7::5::200\n2::9::1::200\n2::8::3::200\n3::8::4::100\n");
      write("users.dat", "2::M::25::15::55117\n");
      write("movies.dat", "8::Mis\u00e9rables, Les (1995)::Drama|Musical\n9::No year::Comedy\n");
    }

    private Dataset readIt() {
      return DatasetReader.read(Descriptions.read("ml-1m"), folder);
    }

    private void assertMessage(String message) {
      var e = assertThrows(InvalidDatasetException.class, this::readIt);
      assertEquals(folder.resolve("ratings.dat") + ", " + message, e.getMessage());
    }
  }

  private static final String CLICKS =
      """
      name: clicks
      interactions:
        file: log.tsv
        user: visitor
        item: product
        impression: page
        time: {column: at, unit: iso-8601}
        context: {device: device}
      label: {column: clicked, equals: "yes"}
      split: {earlier: 1}
      """;

  @Test
  void shouldGroupRowsOfOneImpressionIntoOneSlate() throws IOException {
    write(
        "log.tsv",
        """
        visitor\tproduct\tpage\tat\tclicked\tdevice
        ann\tx\tp2\t2026-01-02T00:00:00Z\tno\tphone
        ann\ty\tp2\t2026-01-02T00:00:00Z\tyes\tphone
        ann\tx\tp1\t2026-01-01\tyes\ttablet
        ann\tz\tp3\t2026-01-02 00:00:01\tno\tphone
        """);
    Dataset data = read(CLICKS);
    assertEquals(
        List.of("clicks-ann-0", "clicks-ann-1", "clicks-ann-2"),
        data.impressions().stream().map(Impression::id).toList());
    assertEquals(
        List.of(false, true, true), data.impressions().stream().map(Impression::isSample).toList());
    Impression slate = data.impressions().get(1);
    assertEquals(
        List.of(
            new Candidate("x", false, Float.NaN, false), new Candidate("y", true, Float.NaN, true)),
        slate.candidates());
    assertEquals(Map.of("device", "phone"), slate.context());
    assertEquals("clicks-ann-1-click-1", slate.interactionId(1));
    assertEquals(1, slate.earlier());
    assertEquals(2, data.impressions().get(2).earlier(), "what was only shown is no history");
    assertEquals(Set.of("x", "y", "z"), data.items().keySet());
    FeatureSpec spec = FeatureSpecs.of(data, null, null);
    assertEquals(List.of("device"), spec.contextFields());
    assertEquals(0, spec.categoriesPerItem());
    List<Sample> samples = new ArrayList<>();
    new ReplayedSamples(data, Knowledge.NONE, spec).play(n -> true, samples::add);
    assertEquals(2, samples.get(0).slate().candidates().size());
    assertEquals(1, samples.get(0).slate().labels()[1]);
  }

  @Test
  void shouldRefuseInvalidSlates() throws IOException {
    write(
        "log.tsv",
        """
        visitor\tproduct\tpage\tat\tclicked\tdevice
        ann\tx\tp\t2026-01-02\tno\tphone
        bob\ty\tp\t2026-01-02\tno\tphone
        """);
    String two = assertThrows(InvalidDatasetException.class, () -> read(CLICKS)).getMessage();
    assertTrue(
        two.contains("impression 'p' has user 'ann'")
            && two.contains("'bob'")
            && two.contains("log.tsv, line 3"),
        two);
    write(
        "log.tsv",
        """
        visitor\tproduct\tpage\tat\tclicked\tdevice
        ann\tx\tp\t2026-01-02\tno\tphone
        ann\tx\tp\t2026-01-02\tno\tphone
        """);
    assertMessage(
        "impression 'p' shows item 'x' twice, the second time in "
            + folder.resolve("log.tsv")
            + ", line 3",
        CLICKS);
  }

  private static final String BOOKS =
      """
      name: books
      interactions:
        file: ratings.csv
        format: {delimiter: ";", charset: ISO-8859-1}
        user: user
        item: book
        value: rating
      items:
        file: books.csv
        id: id
        title: title
        fields: {author: author, decade: {column: year, pattern: '^(\\d{3})'}}
        text: {by: author, in: year}
      label: {atLeast: 8}
      split: {by: user, earlier: 2, training: 0.5, validation: 0.25, seed: 3}
      """;

  private void writeBooks() throws IOException {
    var ratings = new StringBuilder("\"user\";\"book\";\"rating\"\n");
    for (int user = 0; user < 12; user++) {
      for (int book = 0; book < 2 + user % 3; book++) {
        ratings
            .append("u")
            .append(user)
            .append(";0")
            .append(book)
            .append(";")
            .append(6 + (user + book) % 5)
            .append('\n');
      }
    }
    write("ratings.csv", ratings.toString());
    write(
        "books.csv",
        """
        id,title,author,year
        00,"A, ""quoted""
        title",Ann,1984
        01,B,,
        02,C,Bob,1990
        03,D,Bob,
        """);
  }

  @Test
  void shouldSplitUsersIfThereIsNoTime() throws IOException {
    writeBooks();
    Dataset data = read(BOOKS);
    List<Impression> samples = data.impressions().stream().filter(Impression::isSample).toList();
    assertEquals(8, samples.size(), "users with two earlier ratings, one sample each");
    assertEquals(8, new HashSet<>(samples.stream().map(Impression::userId).toList()).size());
    assertEquals(4, data.protocol().samples(Part.TRAINING));
    assertEquals(2, data.protocol().samples(Part.TEST));
    long last = 0;
    for (Impression impression : data.impressions()) {
      assertTrue(impression.time() > last, "all of one part is before all of the next");
      last = impression.time();
    }
    assertEquals(data.impressions(), read(BOOKS).impressions(), "the same seed, the same split");
    assertNotEquals(data.impressions(), read(BOOKS.replace("seed: 3", "seed: 4")).impressions());
  }

  @Test
  void shouldReadQuotedTextFieldsAndPatterns() throws IOException {
    writeBooks();
    Dataset data = read(BOOKS);
    assertEquals("A, \"quoted\"\ntitle", data.items().get("00").title());
    assertEquals(Map.of("author", "Ann", "decade", "198"), data.items().get("00").fields());
    assertEquals("D\nby: Bob", data.items().get("03").text());
    assertEquals(
        Map.of(
            "00",
            "A, \"quoted\"\ntitle\nby: Ann\nin: 1984",
            "02",
            "C\nby: Bob\nin: 1990",
            "03",
            "D\nby: Bob"),
        ItemTextReader.read(data, folder, null),
        "without a knowledge file the catalogue is read");
    FeatureSpec spec = FeatureSpecs.of(data, null, null);
    assertEquals(List.of(6.5f, 7.5f, 8.5f, 9.5f), spec.valueBounds());
    assertEquals(new FeatureSpec.Capacity(8, 1, 4), spec.capacity());
  }

  @Test
  void shouldNameTheLineAfterAQuotedLineBreak() throws IOException {
    writeBooks();
    write("books.csv", "id,title,author,year\n00,\"A\ntitle\",Ann,1984\n,B,,\n");
    assertMessage(folder.resolve("books.csv") + ", line 4, column 'id': is empty", BOOKS);
    write("books.csv", "id,title,author,year\n00,A,Ann,1984\n00,B,Ann,1984\n");
    assertMessage(
        folder.resolve("books.csv")
            + ", line 3, column 'id': '00' has other values here than in "
            + folder.resolve("books.csv")
            + ", line 2",
        BOOKS);
    write("books.csv", "id,title,author,year\n00,\"A,Ann,1984\n");
    String open = assertThrows(InvalidDatasetException.class, () -> read(BOOKS)).getMessage();
    assertTrue(open.startsWith(folder.resolve("books.csv") + ", about line"), open);
  }

  @Test
  void shouldNameWhatAFileLacks() throws IOException {
    writeBooks();
    write("books.csv", "id,title,writer,year\n");
    assertMessage(
        folder.resolve("books.csv") + " has no column 'author', it has [id, title, writer, year]",
        BOOKS);
    write("books.csv", "id,title,author,year\n00,Mis\u00e9rables,Hugo,1862\n");
    String charset = assertThrows(InvalidDatasetException.class, () -> read(BOOKS)).getMessage();
    assertTrue(charset.contains("is not in UTF-8: set format.charset"), charset);
  }

  @Test
  void shouldReadParquet() throws IOException {
    MessageType schema =
        Types.buildMessage()
            .optional(PrimitiveTypeName.BINARY)
            .as(LogicalTypeAnnotation.stringType())
            .named("who")
            .required(PrimitiveTypeName.INT64)
            .named("what")
            .required(PrimitiveTypeName.DOUBLE)
            .named("minutes")
            .required(PrimitiveTypeName.INT64)
            .as(LogicalTypeAnnotation.timestampType(true, TimeUnit.MICROS))
            .named("started")
            .named("plays");
    Path file =
        ParquetFile.write(
            folder.resolve("plays.parquet"),
            schema,
            List.of(
                row ->
                    row.append("who", "ann")
                        .append("what", 7L)
                        .append("minutes", 12.5)
                        .append("started", 1_767_225_600_123_456L),
                row ->
                    row.append("who", "ann")
                        .append("what", 8L)
                        .append("minutes", 2.0)
                        .append("started", 1_767_225_601_000_000L)));
    String description =
        """
        {"name": "plays", "label": {"above": 10},
         "interactions": {"file": "plays.parquet", "user": "who", "item": "what",
                          "value": "minutes",
                          "time": {"column": "started", "unit": "iso-8601"}}}
        """;
    Dataset data = read(description);
    assertEquals(
        List.of(1_767_225_600_123L, 1_767_225_601_000L),
        data.impressions().stream().map(Impression::time).toList());
    assertEquals(
        List.of(new Candidate("7", true, 12.5f, true)), data.impressions().get(0).candidates());
    assertMessage(
        file
            + ", row 1, column 'started': '2026-01-01T00:00:00.123456Z' is not a time in seconds; "
            + "in iso-8601 it would be 2026-01-01T00:00:00.123Z",
        description.replace("iso-8601", "seconds"));
    assertMessage(
        file + " has no column 'whom', it has [who, what, minutes, started]; did you mean 'who'?",
        description.replace("\"who\"", "\"whom\""));
    Files.writeString(file, "no Parquet at all");
    String broken =
        assertThrows(InvalidDatasetException.class, () -> read(description)).getMessage();
    assertTrue(broken.startsWith(file + " is not a Parquet file, or not all of one: "), broken);
  }

  @Test
  void shouldReadDecimalsAsTheSameRowsInCsv() throws IOException {
    String description =
        """
        name: plays
        interactions:
          {file: FILE, user: u, item: i, value: v, time: {column: t, unit: milliseconds}}
        label: {above: 3}
        """;
    MessageType schema =
        Types.buildMessage()
            .required(PrimitiveTypeName.INT64)
            .named("u")
            .required(PrimitiveTypeName.DOUBLE)
            .named("i")
            .required(PrimitiveTypeName.INT32)
            .as(LogicalTypeAnnotation.decimalType(1, 3))
            .named("v")
            .required(PrimitiveTypeName.INT64)
            .named("t")
            .named("plays");
    var csv = new StringBuilder("u,i,v,t\n");
    List<Consumer<Group>> rows = new ArrayList<>();
    for (int n = 0; n < 40; n++) {
      int tenths = 5 + n * 7 % 45;
      long user = n % 3;
      double item = n % 5;
      long time = 1_767_225_600_000L + n;
      csv.append("%d,%d,%d.%d,%d%n".formatted(user, n % 5, tenths / 10, tenths % 10, time));
      rows.add(
          row -> row.append("u", user).append("i", item).append("v", tenths).append("t", time));
    }
    write("r.csv", csv.toString());
    ParquetFile.write(folder.resolve("r.parquet"), schema, rows);
    Dataset expected = read(description.replace("FILE", "r.csv"));
    assertEquals(
        expected.impressions(), read(description.replace("FILE", "r.parquet")).impressions());
    assertEquals(
        17,
        expected.impressions().stream()
            .filter(play -> play.candidates().get(0).positive())
            .count());
  }

  @Test
  void shouldReadListsAsCategories() throws IOException {
    MessageType schema =
        Types.buildMessage()
            .required(PrimitiveTypeName.BINARY)
            .as(LogicalTypeAnnotation.stringType())
            .named("id")
            .optionalList()
            .optionalElement(PrimitiveTypeName.BINARY)
            .as(LogicalTypeAnnotation.stringType())
            .named("moods")
            .named("songs");
    ParquetFile.write(
        folder.resolve("songs.parquet"),
        schema,
        List.of(
            row -> {
              Group moods = row.append("id", "x").addGroup("moods");
              List.of("Sad|Slow", "Calm", "Calm")
                  .forEach(mood -> moods.addGroup("list").append("element", mood));
            },
            row -> row.append("id", "y")));
    write("log.csv", "u,i,v,t\nann,x,5,1767225600\n");
    Dataset data =
        read(
            """
            name: plays
            interactions:
              {file: log.csv, user: u, item: i, value: v, time: {column: t, unit: seconds}}
            items: {file: songs.parquet, id: id, categories: {column: moods, separator: "|"}}
            label: {above: 3}
            """);
    assertEquals(List.of("Sad|Slow", "Calm"), data.items().get("x").categories());
    assertEquals(List.of(), data.items().get("y").categories());
  }

  @Test
  void shouldReadPartsAsOneFile() throws IOException {
    String description =
        """
        name: plays
        interactions:
          {file: "part-*.csv", user: u, item: i, value: v, time: {column: t, unit: seconds}}
        users: {file: people, id: u, fields: {country: c}}
        label: {above: 3}
        """;
    Files.createDirectory(folder.resolve("people"));
    write("people/0.csv", "u,c\nann,DE\n");
    write("people/1.csv", "c,u\nFR,bob\n");
    write("part-1.csv", "u,i,v,t\nann,x,4,1767225600\nann,x,2,1767225600\n");
    write("part-0.csv", "u,i,v,t\nann,x,5,1767225600\n");
    Dataset data = read(description);
    assertEquals(
        List.of(5f, 4f, 2f),
        data.impressions().stream().map(play -> play.candidates().get(0).value()).toList(),
        "rows of the same time in the order of the parts");
    assertEquals(
        Map.of("ann", Map.of("country", "DE"), "bob", Map.of("country", "FR")), data.profiles());
    write("people/1.csv", "u,c\nbob,IT\n");
    String other = read(description).fingerprint();
    assertNotEquals(data.fingerprint(), other);
    write("people/2.csv", "u,c\ncat,IT\n");
    assertNotEquals(other, read(description).fingerprint());
    write("people/3.csv", "u,c\nann,IT\n");
    assertMessage(
        "%s, line 2, column 'u': 'ann' has other values here than in %s, line 2"
            .formatted(folder.resolve("people/3.csv"), folder.resolve("people/0.csv")),
        description);
  }

  @Test
  void shouldRefuseAValueBeyondFloat() throws IOException {
    write("log.csv", "u,i,v,t\nann,x,1e39,1767225600\n");
    assertMessage(
        folder.resolve("log.csv") + ", line 2, column 'v': 1e39 is too large",
        """
        name: plays
        interactions: {file: log.csv, user: u, item: i, value: v, time: {column: t, unit: seconds}}
        label: {above: 3}
        """);
  }
}
