package io.laserstreams.learning.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.learning.dataset.description.Descriptions;
import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import io.laserstreams.learning.streaming.FeatureChoice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What exports of real systems look like. */
class RealExportsTest {
  private static final String RATINGS =
      """
      name: export
      interactions: {file: ratings.csv, user: user, item: item, value: stars,
        time: {column: at, unit: iso-8601}}
      label: {above: 3}
      """;

  private static final String CATALOGUE = "items: {file: items.csv, id: id, title: title%s}\n";

  @TempDir Path folder;

  @BeforeEach
  void writeRatings() throws IOException {
    write(
        "ratings.csv",
        """
        user,item,stars,at
        1,10,5,2025-01-01
        1,11,2,2025-01-02
        2,10,4,2025-01-03
        2,12,3,2025-01-04
        """);
    write("items.csv", "id,title\n10,Ten\n11,Eleven\n12,Twelve\n");
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private Dataset read(String description) throws IOException {
    write("d.yaml", description);
    return DatasetReader.read(Descriptions.read(folder.resolve("d.yaml").toString()), folder);
  }

  private String error(String description) {
    return assertThrows(InvalidDatasetException.class, () -> read(description))
        .getMessage()
        .replace(folder + "/", "");
  }

  private List<String> categories(Dataset data, String item) {
    return data.items().get(item).categories();
  }

  @Test
  void shouldReadTheDescriptionsOfTheDocuments() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("../docs/examples/descriptions"))) {
      List<String> names =
          files.map(file -> Descriptions.read(file.toString()).name()).sorted().toList();
      assertEquals(List.of("ml-100k", "shop"), names);
    }
  }

  @Test
  void shouldReadAColumnForEachCategory() throws IOException {
    write(
        "items.csv",
        """
        id|title|Action|Comedy|is_drama
        10|Toy Story (1995)|0|1|f
        11|GoldenEye (1995)|1|1|t
        12|unknown||0|no
        """);
    String flags =
        "items: {file: items.csv, format: {delimiter: '|'}, id: id, title: title, categories: ";
    Dataset data = read(RATINGS + flags + "{flags: [Comedy, Action]}}\n");
    assertEquals(List.of("Comedy"), categories(data, "10"));
    assertEquals(List.of("Comedy", "Action"), categories(data, "11"));
    assertEquals(List.of(), categories(data, "12"));
    data = read(RATINGS + flags + "{flags: {Drama: is_drama, Action: Action}}}\n");
    assertEquals(List.of("Drama", "Action"), categories(data, "11"));
    assertEquals(
        "items.csv, line 2, column 'title': 'Toy Story (1995)' is not a flag, which is 1 or 0, true"
            + " or false, t or f, yes or no: if the column holds categories, name it as"
            + " categories.column",
        error(RATINGS + flags + "{flags: [title]}}\n"));
    assertTrue(error(RATINGS + flags + "{flags: [Horror]}}\n").contains("no column 'Horror'"));
    assertTrue(error(RATINGS + flags + "{flags: [Comedy, Comedy]}}\n").contains("'Comedy' twice"));
    assertTrue(error(RATINGS + flags + "{column: title, flags: [Comedy]}}\n").contains("both"));
  }

  private String parted(String parts) {
    return RATINGS.replace("{column: at, unit: iso-8601}", "{parts: " + parts + "}");
  }

  @Test
  void shouldReadATimeInSeveralColumns() throws IOException {
    write(
        "ratings.csv",
        """
        user,item,stars,day,clock,y,m,d,h
        1,10,5,2025-01-31,9:05,2025,1,31,9
        1,11,5,2025-02-01,10:00:30.5,2025,02,1.0,23
        """);
    assertEquals(
        List.of(
            Instant.parse("2025-01-31T09:05:00Z").toEpochMilli(),
            Instant.parse("2025-02-01T10:00:30.500Z").toEpochMilli()),
        read(parted("{date: day, time: clock}")).impressions().stream()
            .map(Impression::time)
            .toList());
    assertEquals(
        List.of(
            Instant.parse("2025-01-31T09:00:00Z").toEpochMilli(),
            Instant.parse("2025-02-01T23:00:00Z").toEpochMilli()),
        read(parted("{year: y, month: m, day: d, hour: h}")).impressions().stream()
            .map(Impression::time)
            .toList());
    assertEquals(
        "ratings.csv, line 3, column 'h': '23' is not a whole number from 1 to 12",
        error(parted("{year: y, month: h}")));
    assertTrue(error(parted("{year: y}")).contains("time.parts must have date"));
    assertTrue(
        error(RATINGS.replace("unit: iso-8601", "unit: iso-8601, parts: {date: day}"))
            .contains("both column and parts"));
  }

  @Test
  void shouldNameThePartThatIsNoDay() throws IOException {
    write("ratings.csv", "user,item,stars,y,m,d\n1,10,5,2025,2,30\n");
    assertEquals(
        "ratings.csv, line 2, column 'd': '30' is not a day of 2025-02",
        error(parted("{year: y, month: m, day: d}")));
    write("ratings.csv", "user,item,stars,y,m,d\n1,10,5,25,2,3\n");
    assertEquals(
        "ratings.csv, line 2, column 'y': '25' is not a whole number from 1000 to 9999",
        error(parted("{year: y, month: m, day: d}")));
    write("ratings.csv", "user,item,stars,y,m,d\n1,10,5,2025,,3\n");
    assertEquals(
        "ratings.csv, line 2, column 'm': is empty", error(parted("{year: y, month: m, day: d}")));
  }

  @Test
  void shouldJoinTagsAndTextsUnderOtherIds() throws IOException {
    write("tags.csv", "movie,tag\n10,funny\n10,toys\n10,toys\n11,spy\n99,nobody\n");
    write(
        "plots.jsonl",
        """
        {"tmdb": 7, "plot": "Toys live.", "studio": "P"}
        {"tmdb": 8, "plot": "A spy.", "studio": "E"}
        """);
    write("links.csv", "movie,tmdb\n10,7\n11,8\n12,\n");
    Dataset data =
        read(
            RATINGS
                + CATALOGUE.formatted(
                    """
                    , join: [
                      {file: tags.csv, id: movie, categories: {column: tag}},
                      {file: plots.jsonl, id: tmdb, via: {file: links.csv, from: tmdb, to: movie},
                       text: {plot: plot}, fields: {studio: studio}}]\
                    """));
    assertEquals(List.of("toys", "funny"), categories(data, "10"));
    assertEquals("Ten\nplot: Toys live.", data.items().get("10").text());
    assertEquals(Map.of("studio", "E"), data.items().get("11").fields());
    assertEquals(Map.of("studio", ""), data.items().get("12").fields());
    assertEquals(List.of("studio"), FeatureSpecs.of(data, null, null).itemFields());
    assertEquals(
        List.of(
            "items.csv covers 3 of 3 items (100 %), tags.csv 2 of 3 items (67 %), plots.jsonl 2 of"
                + " 3 items (67 %)",
            "Warning: 1 of 3 items, with 25 % of the rows, are not in tags.csv: the interactions"
                + " have items '12', tags.csv has nothing else",
            "Warning: 1 of 3 items, with 25 % of the rows, are not in plots.jsonl: the interactions"
                + " have items '12', plots.jsonl has nothing else"),
        new Joins(Coverage.of(data), data.joined()).describe());
  }

  @Test
  void shouldRefuseAJoinOfNothingAndWarnOfLittle() throws IOException {
    String join =
        RATINGS + CATALOGUE.formatted(", join: [{file: t.csv, id: i, categories: {column: c}}]");
    write("t.csv", "i,c\n10.0,a\n11.0,b\n");
    assertEquals(
        "t.csv, line 2, column 'i': none of the 2 rows is about an item of the catalogue: this file"
            + " has '10.0', '11.0', the catalogue has '10', '11', '12'. Spell ids the same way,"
            + " name a file that maps them with via, or leave out the file",
        error(join));
    write("t.csv", "i,c\n10,a\n20,b\n21,c\n22,d\n11,x\n12,x\n");
    Dataset data = read(join);
    assertTrue(
        new Joins(Coverage.of(data), data.joined())
            .describe()
            .contains(
                "Warning: 3 of the 6 rows of t.csv (50 %) are about no item of the catalogue, for"
                    + " example '20', '21', '22'; known are '10', '11', '12'"));
    assertTrue(
        error(
                RATINGS
                    + CATALOGUE.formatted(
                        ", fields: {c: id}, join: [{file: t.csv, id: i, fields: {c: c}}]"))
            .contains("has the field 'c', which another file has already"));
    assertTrue(
        error(RATINGS + CATALOGUE.formatted(", join: [{file: t.csv, id: i}]"))
            .contains("no categories, fields or text"));
    write("m.csv", "from,to\n,10\n");
    assertTrue(
        error(
                RATINGS
                    + CATALOGUE.formatted(
                        ", join: [{file: t.csv, id: i, via: {file: m.csv, from: from, to: to},"
                            + " fields: {c: c}}]"))
            .contains("m.csv maps nothing: no row has both 'from' and 'to'"));
    write("t.csv", "i,c\n10,a\n10,b\n");
    assertEquals(
        "t.csv, line 3, column 'i': item '10' has fields {c=b} here, and {c=a} in t.csv, line 2",
        error(RATINGS + CATALOGUE.formatted(", join: [{file: t.csv, id: i, fields: {c: c}}]")));
  }

  @Test
  void shouldReadSeveralTextsOfAnItemUnderOtherIds() throws IOException {
    write("links.csv", "movie,imdb\n10,tt1\n11,tt2\n");
    write(
        "reviews.json",
        "[{\"i\": \"tt1\", \"r\": \"Good.\"}, {\"i\": \"tt1\", \"r\": \"Fun.\"}]\n");
    String via = "via: {file: links.csv, from: imdb, to: movie}";
    assertEquals(
        Map.of("10", "Good.\nFun."),
        texts("knowledge: {items: {file: reviews.json, item: i, text: r, %s}}".formatted(via)));
    write("reviews.json", "{\"tt1\": [\"Good.\", \"Fun.\"], \"tt2\": \"Bad.\"}\n");
    assertEquals(
        Map.of("10", "Good.\nFun.", "11", "Bad."),
        texts("knowledge: {items: {file: reviews.json, %s}}".formatted(via)));
    assertEquals(
        Map.of("tt1", "Good.\nFun.", "tt2", "Bad."), texts("knowledge: {items: reviews.json}"));
    write("reviews.json", "{\"1\": \"Good.\"}\n");
    assertEquals(
        "no id of reviews.json is in column 'imdb' of links.csv: the texts are of '1', the map has"
            + " 'tt1', 'tt2'",
        assertThrows(
                InvalidDatasetException.class,
                () -> texts("knowledge: {items: {file: reviews.json, %s}}".formatted(via)))
            .getMessage()
            .replace(folder + "/", ""));
  }

  private Map<String, String> texts(String knowledge) throws IOException {
    return ItemTextReader.read(read(RATINGS + knowledge + "\n"), folder, null);
  }

  private static final String CLICKS =
      """
      name: clicks
      interactions:
        file: clicks.csv
        user: u
        item: i
        time: {column: t, unit: seconds}
        negatives: {each: 2, seed: %d}
      label: {column: kind, equals: buy}
      """;

  private void writeClicks(int rows) throws IOException {
    var text = new StringBuilder("u,i,t,kind\n");
    for (int row = 0; row < rows; row++) {
      text.append(
          "u%d,i%d,%d,buy\n".formatted(row % 5, row * 7 % (4 + row / 10), 1_700_000_000 + row / 2));
    }
    write("clicks.csv", text.toString());
  }

  @Test
  void shouldDrawNegativesFromWhatWasAvailableAndNotChosen() throws IOException {
    writeClicks(200);
    Dataset data = read(CLICKS.formatted(1));
    Map<String, Long> first = new HashMap<>();
    data.impressions()
        .forEach(play -> interacted(play).forEach(i -> first.putIfAbsent(i, play.time())));
    Map<String, Set<String>> chosen = new HashMap<>();
    int drawn = 0;
    int firstPlaces = 0;
    for (Impression play : data.impressions()) {
      Set<String> own = chosen.computeIfAbsent(play.userId(), user -> new HashSet<>());
      own.addAll(interacted(play));
      firstPlaces += play.candidates().get(0).positive() ? 1 : 0;
      for (Candidate candidate : play.candidates()) {
        if (!candidate.interacted()) {
          drawn++;
          assertTrue(first.get(candidate.itemId()) < play.time(), "not shown by anybody before");
          assertTrue(!own.contains(candidate.itemId()), "chosen by then");
        }
      }
    }
    assertTrue(drawn > 200, "drawn: " + drawn);
    assertTrue(firstPlaces < 150, "positives in first place: " + firstPlaces);
    assertEquals(data.impressions(), read(CLICKS.formatted(1)).impressions());
    assertNotEquals(data.impressions(), read(CLICKS.formatted(2)).impressions());
  }

  @Test
  void shouldDrawTheSameWhateverFollows() throws IOException {
    writeClicks(200);
    List<Impression> all = read(CLICKS.formatted(1)).impressions();
    writeClicks(100);
    assertEquals(all.subList(0, 100), read(CLICKS.formatted(1)).impressions());
  }

  private static List<String> interacted(Impression play) {
    List<String> items = new ArrayList<>();
    for (Candidate candidate : play.candidates()) {
      if (candidate.interacted()) {
        items.add(candidate.itemId());
      }
    }
    return items;
  }

  @Test
  void shouldDrawFromWhatTheCatalogueSaysIsAvailable() throws IOException {
    write("clicks.csv", "u,i,t,kind\nu1,a,1700000000,buy\nu1,a,1700200000,buy\n");
    write("items.csv", "i,since,to\na,,\nb,2023-11-15,\nc,,2023-11-15\nd,2023-01-01,2099-01-01\n");
    String available =
        CLICKS.formatted(1)
            + "items: {file: items.csv, id: i, available: {from: {column: since, unit: iso-8601},"
            + " until: {column: to, unit: iso-8601, before: 2100-01-01}}}\n";
    List<Impression> plays = read(available).impressions();
    // 1700000000 is in the evening of 2023-11-14.
    assertEquals(Set.of("a", "c", "d"), items(plays.get(0)));
    assertEquals(Set.of("a", "b", "d"), items(plays.get(1)));
  }

  private static Set<String> items(Impression play) {
    Set<String> items = new HashSet<>();
    play.candidates().forEach(candidate -> items.add(candidate.itemId()));
    return items;
  }

  @Test
  void shouldRefuseNegativesWithoutTimes() {
    assertTrue(
        error(
                """
                name: x
                interactions: {file: clicks.csv, user: u, item: i, negatives: {each: 1}}
                label: {column: kind, equals: buy}
                split: {by: user}
                """)
            .contains("interactions.negatives needs interactions.time"));
    assertTrue(error(CLICKS.formatted(1).replace("each: 2", "each: 0")).contains("each is 0"));
    assertTrue(
        error(CLICKS.formatted(1) + "features: {shownValue: 0}\n")
            .contains("features.shownValue needs data of what was shown"));
  }

  @Test
  void shouldCountClicksAndWhatWasShownAsDescribed() throws IOException {
    var settings =
        FeatureChoice.settings(read(RATINGS + "features: {clickValue: 4.5, shownValue: 1}\n"), 0);
    assertEquals(4.5f, settings.clickValue());
    assertEquals(1f, settings.shownValue());
    assertEquals(3f, settings.likeAbove());
    assertEquals(4f, FeatureChoice.settings(read(RATINGS), 0).clickValue());
    assertTrue(
        error(RATINGS + "features: {shownValue: 4}\n").contains("features.shownValue is 4.0"));
  }

  @Test
  void shouldReadJsonLinesAndNameTheLineOfAnError() throws IOException {
    write(
        "ratings.jsonl",
        """
        {"user": 1, "item": 10, "stars": 4.50, "at": "2025-01-01"}
        {"at": "2025-01-02", "user": "2", "item": 10, "stars": null}
        """);
    String json = RATINGS.replace("ratings.csv", "ratings.jsonl");
    assertEquals(
        List.of(4.5f, Float.NaN),
        read(json).impressions().stream().map(play -> play.candidates().get(0).value()).toList());
    assertEquals(
        "ratings.jsonl has no column 'song' in any object, it has [at, item, stars, user]",
        error(json.replace("item: item", "item: song")));
    assertEquals(
        "ratings.jsonl has no column 'items' in any object, it has [at, item, stars, user]; did you"
            + " mean 'item'?",
        error(json.replace("item: item", "item: items")));
    write(
        "ratings.jsonl",
        """
        {"user": 1, "item": 10, "stars": 4, "at": "2025-01-01"}
        {"user": {"id": 7}}
        """);
    assertEquals(
        "ratings.jsonl, line 2, column 'user': is an object or a list of lists, which cannot be"
            + " read: {\"id\":7}",
        error(json));
    write("ratings.jsonl", "{\"user\": 1,\n");
    assertTrue(error(json).startsWith("ratings.jsonl, line "), error(json));
    write("ratings.jsonl", "[{\"user\": 1}] 17\n");
    assertTrue(error(json).contains("VALUE_NUMBER_INT after the end of the array"), error(json));
    Files.write(
        folder.resolve("ratings.jsonl"),
        "{\"user\": \"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1));
    assertEquals("ratings.jsonl is not in UTF-8: set format.charset", error(json));
    write("ratings.jsonl", "17\n");
    assertTrue(error(json).contains("instead of an object"), error(json));
  }
}
