package io.laserstreams.tools.describe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.tools.dataset.DatasetFiles;
import io.laserstreams.tools.offline.DatasetOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescribeTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-06-01T00:00:00Z"), ZoneOffset.UTC);

  @TempDir Path folder;

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve("data").resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** What is printed; the description is in d.yaml. */
  private String init() throws IOException {
    var out = new StringWriter();
    var files = new DatasetFiles(folder.resolve("d.yaml").toString(), folder.resolve("data"));
    new Describe(
            new DescribeOptions(new DatasetOptions(files, null, null), true),
            new PrintWriter(out),
            CLOCK)
        .run();
    return out.toString();
  }

  private void assertDescription(String... lines) throws IOException {
    String yaml = Files.readString(folder.resolve("d.yaml"));
    for (String line : lines) {
      assertTrue(yaml.contains(line), "'" + line + "' is not in\n" + yaml);
    }
  }

  private static void assertSays(String out, String... lines) {
    for (String line : lines) {
      assertTrue(out.contains(line), "'" + line + "' is not in\n" + out);
    }
  }

  @Test
  void shouldGuessFilesWithoutNamesOfColumns() throws IOException {
    var ratings = new StringBuilder();
    for (int row = 0; row < 200; row++) {
      ratings.append(
          "%d::%d::%d::%d\n".formatted(1 + row % 8, 1 + row % 7, 1 + row % 5, 978_300_000 + row));
    }
    write("ratings.dat", ratings.toString());
    var movies = new StringBuilder();
    var users = new StringBuilder();
    for (int id = 1; id <= 8; id++) {
      users.append("%d::%s::%d\n".formatted(id, id % 2 == 0 ? "F" : "M", 20 + id % 3));
      movies.append(
          id == 8
              ? ""
              : "%d::Mis\u00e9rables %d (1995)::Drama|Genre%d\n".formatted(id, id, id % 3));
    }
    write("users.dat", users.toString());
    write("movies.dat", movies.toString());
    String out = init();
    assertDescription(
        "  file: ratings.dat\n  format: {delimiter: \"::\", columns: [column1, column2, column3,"
            + " column4]}\n  user: column1\n  item: column2\n",
        "  time: {column: column4, unit: seconds}\n",
        "  value: column3\n",
        "users:\n  file: users.dat\n",
        "items:\n  file: movies.dat\n  format: {delimiter: \"::\", charset: ISO-8859-1,",
        "  title: column2\n  categories: {column: column3, separator: \"|\"}\n",
        "label: {atLeast: 3}");
    assertSays(
        out,
        "- ratings.dat holds the interactions: user 'column1', item 'column2', by their position",
        "- the first line of movies.dat has no names of columns",
        "- no texts about items",
        "Label 'value at least 3': 120 of 200 candidates are positive (60.0 %)",
        "training: ",
        "Value bounds: [1.5, 2.5, 3.5, 4.5], derived from the data",
        "movies.dat covers 7 of 7 items (100 %), users.dat 8 of 8 users (100 %)");
  }

  @Test
  void shouldGuessSlatesClicksDaysAndMissingValues() throws IOException {
    var shown = new StringBuilder("request_id,member,article,day,clock,platform,clicked\n");
    for (int row = 0; row < 120; row++) {
      int request = row / 3;
      shown.append(
          "r%d,m%d,a%d,2026-01-%02d,%d:30,%s,%s\n"
              .formatted(
                  request,
                  request % 5,
                  row % 9,
                  1 + request / 4,
                  request % 4 + 8,
                  request % 2 == 0 ? "ios" : "NULL",
                  row % 3 == 0 ? "t" : "f"));
    }
    write("shown.csv", shown.toString());
    write("notes.md", "not data");
    String out = init();
    assertDescription(
        "  format: {null: [\"NULL\"]}\n",
        "  user: member\n  item: article\n",
        "  time: {parts: {date: day, time: clock}}\n",
        "  impression: request_id\n",
        "label: {column: clicked, equals: \"t\"}",
        "features: {clickValue: 1, shownValue: 0}\n");
    assertSays(
        out,
        "120 candidates in 40 impressions, of 5 users and 9 items; 40 interactions",
        "- features {clickValue: 1, shownValue: 0}: in streaming features a row that 'clicked'"
            + " makes positive counts as 1, any other as 0, as an item that was only shown",
        "- no file has a row for each item: only ids are known of items");
    assertFalse(out.contains("notes.md"));
  }

  @Test
  void shouldProposeTheYearOfADateAndWhatAPurchaseCountsAs() throws IOException {
    var purchases = new StringBuilder("buyer,product,bought_at\n");
    for (int row = 0; row < 120; row++) {
      purchases.append("b%d,p%d,%d\n".formatted(row % 6, (row * 7) % 12, 1_760_000_000 + row * 60));
    }
    write("purchases.csv", purchases.toString());
    var products = new StringBuilder("product,released,listed,listed_year\n");
    for (int id = 0; id < 12; id++) {
      products.append(
          "p%d,%s,20%02d-05-05,x%d\n"
              .formatted(id, id == 3 ? "" : 1960 + id % 4 + "-01-0" + (1 + id % 9), id, id % 3));
    }
    write("products.csv", products.toString());
    String out = init();
    assertDescription(
        "  fields: {listed_year: listed_year, released_year: {column: released, pattern:"
            + " '^(\\d{4})'}}\n",
        "label: {every: true}", "features: {clickValue: 1}\n");
    assertSays(
        out,
        "- 'released_year' is the year of 'released'; if items can be shown from then on, also say"
            + " items.available: {from: {column: released, unit: iso-8601}}",
        "- features {clickValue: 1}: each row counts as 1 in streaming features; nothing is known"
            + " of what was only shown",
        "- columns of products.csv that are not used: [listed]",
        "Field items' released_year: 4 values");
  }

  @Test
  void shouldNotProposeWhatAClickCountsAsBesideValues() throws IOException {
    var plays = new StringBuilder("user,item,time,rating\n");
    for (int row = 0; row < 60; row++) {
      plays.append(
          "u%d,i%d,%d,%d\n".formatted(row % 4, row % 11, 1_760_000_000 + row, 1 + row % 5));
    }
    write("plays.csv", plays.toString());
    init();
    assertDescription("  value: rating\n");
    assertFalse(Files.readString(folder.resolve("d.yaml")).contains("features:"));
  }

  @Test
  void shouldTakeTheFileThatSaysMostForTheCatalogueAndTheOtherForItsTexts() throws IOException {
    var clicks = new StringBuilder("customer,sku,ts\n");
    var articles = new StringBuilder("sku,article\n");
    var catalogue = new StringBuilder("sku,name,garden,kitchen,bath,price\n");
    var copy = new StringBuilder("{");
    for (int item = 0; item < 12; item++) {
      articles.append("s%d,x%d\n".formatted(item, 100 + item));
      catalogue.append(
          "s%d,Lamp number %d,%d,%d,%d,%d.99\n"
              .formatted(item, item, item % 2, (item / 2) % 2, (item / 4) % 2, 10 + item));
      copy.append(item == 0 ? "" : ", ")
          .append(
              "\"x%d\": \"A lamp that lights up rooms and lives, number %d.\""
                  .formatted(100 + item, item));
    }
    for (int row = 0; row < 300; row++) {
      clicks.append("c%d,s%d,%d\n".formatted(row % 20, row % 12, 1_780_000_000 + 60 * row));
    }
    write("articles.csv", articles.toString());
    write("catalogue.csv", catalogue.toString());
    write("clicks.csv", clicks.toString());
    write("copy.json", copy.append("}").toString());
    init();
    assertDescription(
        "items:\n  file: catalogue.csv\n",
        "  title: name\n",
        "garden",
        "    file: copy.json\n",
        "    via: {file: articles.csv, from: article, to: sku}\n");
  }

  @Test
  void shouldNotTakeASessionForAnImpression() throws IOException {
    var plays = new StringBuilder("user_id;track_id;search;ts;seconds\n");
    for (int row = 0; row < 60; row++) {
      plays.append(
          "u%d;t%d;s%d;%d;%d\n"
              .formatted(row % 4, row % 11, row % 2, 1_760_000_000_000L + row * 1_000L, row % 50));
    }
    write("plays.csv", plays.toString());
    String out = init();
    assertSays(
        out,
        "- 'search' is not the id of impressions: "
            + folder.resolve("data/plays.csv")
            + ", line 4 has another user or time than an earlier row of 's0'");
    assertDescription("  time: {column: ts, unit: milliseconds}\n", "delimiter: \";\"");
  }

  @Test
  void shouldNameColumnsAndTheWayOutIfNothingCanBeGuessed() throws IOException {
    write("a.csv", "alpha,beta\nx,1.5\ny,2.5\n");
    assertEquals(
        "no file in "
            + folder.resolve("data")
            + " seems to have a user and an item in each row: a.csv looks most like it, but its"
            + " columns are [alpha, beta]. Write the description by hand, or rename columns to user"
            + " and item",
        assertThrows(UserException.class, this::init).getMessage());
    assertFalse(Files.exists(folder.resolve("d.yaml")));
  }
}
