package io.laserstreams.learning.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.learning.dataset.description.Descriptions;
import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JoinsTest {
  private static final String DESCRIPTION =
      """
      name: joins
      interactions: {file: r.csv, user: u, item: i, value: v, time: {column: t, unit: milliseconds}}
      users: {file: users.csv, id: u, fields: {g: g}}
      items: {file: items.csv, id: i, title: title}
      label: {above: 3}
      """;

  @TempDir Path folder;

  @BeforeEach
  void describe() throws IOException {
    Files.writeString(folder.resolve("d.yaml"), DESCRIPTION);
    write("users.csv", "u,g", List.of("1,a", "2,b", "3,a"));
  }

  private void write(String name, String header, List<String> rows) throws IOException {
    Files.writeString(folder.resolve(name), header + "\n" + String.join("\n", rows) + "\n");
  }

  /** Each user rates each of these items, in this order. */
  private void interactions(String... items) throws IOException {
    StringBuilder rows = new StringBuilder("u,i,v,t\n");
    int time = 0;
    for (String item : items) {
      for (int user = 1; user <= 3; user++) {
        rows.append(user)
            .append(',')
            .append(item)
            .append(",5,")
            .append(1_767_225_600_000L + time++)
            .append('\n');
      }
    }
    Files.writeString(folder.resolve("r.csv"), rows);
  }

  private void catalogue(String... items) throws IOException {
    write("items.csv", "i,title", List.of(items).stream().map(item -> item + ",Title").toList());
  }

  private Dataset data() {
    return DatasetReader.read(Descriptions.read(folder.resolve("d.yaml").toString()), folder);
  }

  private List<String> lines() {
    return new Joins(Coverage.of(data())).describe();
  }

  @Test
  void shouldSayWhatEachFileCovers() throws IOException {
    interactions("10", "11", "12", "13");
    catalogue("10", "11", "12", "99");
    assertEquals(
        List.of("items.csv covers 3 of 4 items (75 %), users.csv 3 of 3 users (100 %)"), lines());
  }

  @Test
  void shouldWarnAboutAFileThatCoversLittle() throws IOException {
    interactions("10", "11", "12", "13");
    catalogue("10", "7", "8");
    assertEquals(
        List.of(
            "items.csv covers 1 of 4 items (25 %), users.csv 3 of 3 users (100 %)",
            "Warning: 3 of 4 items, with 75 % of the rows, are not in items.csv: the interactions"
                + " have items '11', '12', '13', items.csv has '7', '8'"),
        lines());
  }

  @ParameterizedTest
  @CsvSource({"10.0, 10", "0010, 10", "item_10, 10", "B0-10, b010", "10, 10.00"})
  void shouldRefuseAFileThatCoversNothingAndShowBothSpellings(String asked, String known)
      throws IOException {
    interactions(asked);
    catalogue("5", known);
    String message = assertThrows(InvalidDatasetException.class, this::lines).getMessage();
    assertEquals(
        ("0 of 1 items of the interactions are in items.csv: the interactions have items '%s',"
                    + " items.csv has '%s'. ")
                .formatted(asked, known)
            + "Spell ids the same way in all files, or leave out the file",
        message);
  }

  @Test
  void shouldNameAllFilesThatCoverNothingAtOnce() throws IOException {
    interactions("10", "11");
    catalogue("x", "y");
    write("users.csv", "u,g", List.of("1.0,a", "2.0,b"));
    String message = assertThrows(InvalidDatasetException.class, this::lines).getMessage();
    assertTrue(
        message.startsWith(
            "0 of 2 items and 0 of 3 users of the interactions are in items.csv, users.csv: "),
        message);
    assertTrue(
        message.contains(
            "items '10', '11', items.csv has 'x', 'y'; the interactions have users '1', '2', '3',"
                + " users.csv has '1.0', '2.0'"),
        message);
  }

  @Test
  void shouldRoundNeitherToAllNorToNothing() {
    var almost = new Coverage("texts.json", "items", 999, 1_000, 0.9999, List.of("x"), List.of());
    assertEquals(
        List.of("texts.json covers 999 of 1,000 items (over 99 %)"),
        new Joins(List.of(almost)).describe());
    var hardly = new Coverage("texts.json", "items", 1, 1_000, 0.0001, List.of("x"), List.of());
    String lines = new Joins(List.of(hardly)).describe().stream().collect(Collectors.joining("\n"));
    assertTrue(
        lines.startsWith(
            "texts.json covers 1 of 1,000 items (under 1 %)\n"
                + "Warning: 999 of 1,000 items, with over 99 % of the rows"),
        lines);
    assertTrue(lines.endsWith("texts.json has nothing else"), lines);
  }

  @Test
  void shouldCoverTextsToo() throws IOException {
    interactions("10", "11");
    catalogue("10", "11");
    Coverage wrong = Coverage.ofItems(data(), "texts.json", Set.of("tt10", "tt11"));
    assertThrows(InvalidDatasetException.class, () -> new Joins(List.of(wrong)).describe());
    assertEquals(0.5, Coverage.ofItems(data(), "texts.json", Set.of("10")).share());
    assertEquals(2.0 / 3, Coverage.ofUsers(data(), "about.csv", Set.of("1", "2", "9")).share());
  }

  @Test
  void shouldSayNothingWithoutOtherFiles() throws IOException {
    Files.writeString(
        folder.resolve("d.yaml"), DESCRIPTION.replaceAll("(?m)^(users|items):.*\n", ""));
    interactions("10");
    assertEquals(List.of(), lines());
  }
}
