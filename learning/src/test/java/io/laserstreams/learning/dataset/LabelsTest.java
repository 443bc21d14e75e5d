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
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is positive, and the errors if all or nothing is. */
class LabelsTest {
  @TempDir Path folder;

  private Dataset read(String label, String... clicked) throws IOException {
    Files.writeString(
        folder.resolve("d.yaml"),
        """
        name: labels
        interactions: {file: r.csv, user: u, item: i, time: {column: t, unit: milliseconds}}
        label: {column: clicked, %s}
        """
            .formatted(label));
    StringBuilder rows = new StringBuilder("u,i,t,clicked\n");
    for (int row = 0; row < clicked.length; row++) {
      rows.append("u,i")
          .append(row)
          .append(',')
          .append(1_767_225_600_000L + 10L * row)
          .append(',')
          .append(clicked[row])
          .append('\n');
    }
    Files.writeString(folder.resolve("r.csv"), rows);
    return DatasetReader.read(Descriptions.read(folder.resolve("d.yaml").toString()), folder);
  }

  private static List<Boolean> positives(Dataset data) {
    return data.impressions().stream().map(play -> play.candidates().get(0).positive()).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "'equals: \"1\"'",
    "'equals: 1'",
    "'equals: true'",
    "'equals: \"True\"'",
    "'equals: TRUE'",
    "'equals: 1.0'",
    "'above: 0'",
    "'atLeast: 1'"
  })
  void shouldReadBooleansAsPandasSparkAndSqlWriteThem(String label) throws IOException {
    assertEquals(
        List.of(true, true, true, true, true),
        positives(read(label, "True", "true", "1", "TRUE", "1.0")));
    assertEquals(
        List.of(false, false, false, false, false, false),
        positives(read(label, "False", "false", "0", "FALSE", "0.0", "")));
  }

  @Test
  void shouldCompareOtherTextsExactly() throws IOException {
    assertEquals(
        List.of(true, false, false, false),
        positives(read("equals: \"yes\"", "yes", "Yes", "1", "true")));
    assertEquals(
        List.of(false, true, true), positives(read("equals: \"0\"", "True", "False", "0")));
    assertEquals(List.of(true, false), positives(read("equals: \"10\"", "10", "1")));
    String message =
        assertThrows(InvalidDatasetException.class, () -> read("above: 0", "1", "perhaps"))
            .getMessage();
    assertTrue(
        message.endsWith("r.csv, line 3, column 'clicked': 'perhaps' is not a number"), message);
  }

  @Test
  void shouldDescribeTheSameRuleInTheSameWords() throws IOException {
    assertEquals("clicked equals true", read("equals: \"1\"", "1").description().labels());
    assertEquals("clicked equals true", read("equals: \"True\"", "1").description().labels());
    assertEquals("clicked equals 'yes'", read("equals: \"yes\"", "1").description().labels());
    assertEquals("clicked at least 10", read("atLeast: 10.0", "1").description().labels());
    assertEquals("value above 3", Descriptions.read("ml-1m").labels());
  }

  private static String[] rows(String... runs) {
    return Stream.of(runs)
        .flatMap(run -> Stream.generate(() -> run).limit(10))
        .toArray(String[]::new);
  }

  @Test
  void shouldRefuseToLearnFromOneClassAndListTheColumnsValues() throws IOException {
    Dataset all = read("atLeast: 1", rows("1", "2"));
    String message =
        assertThrows(
                InvalidDatasetException.class,
                () -> ClassBalance.of(all, n -> true).requireBoth(Part.TRAINING, folder))
            .getMessage();
    assertEquals(
        "All of the 16 training samples are positive: the label rule is 'clicked at least 1', and"
            + " column 'clicked' of r.csv has '1' (10 rows), '2' (10 rows). A model cannot learn"
            + " from one class: choose a label rule that splits the values",
        message);
    Dataset none = read("equals: \"yes\"", rows("Y", "N", ""));
    String other =
        assertThrows(
                InvalidDatasetException.class,
                () -> ClassBalance.of(none, n -> true).requireBoth(Part.TRAINING, folder))
            .getMessage();
    assertTrue(
        other.startsWith(
            "None of the 24 training samples is positive: the label rule is 'clicked equals 'yes'',"
                + " and column 'clicked' of r.csv has nothing (10 rows), 'N' (10 rows), 'Y' (10"
                + " rows)."),
        other);
  }

  @Test
  void shouldListTheMostFrequentOfManyValues() throws IOException {
    String[] values =
        Stream.concat(
                Stream.of("7", "7"), Stream.iterate(10, n -> n + 1).limit(18).map(String::valueOf))
            .toArray(String[]::new);
    Dataset data = read("above: 100", values);
    String message =
        assertThrows(
                InvalidDatasetException.class,
                () -> ClassBalance.of(data, n -> true).requireBoth(Part.TRAINING, folder))
            .getMessage();
    assertTrue(
        message.contains("has '7' (2 rows), '10' (1 rows), '11' (1 rows)")
            && message.contains(" and 13 other values."),
        message);
  }

  @Test
  void shouldCountEachPart() throws IOException {
    ClassBalance classes = ClassBalance.of(read("above: 0", rows("0", "1")), n -> true);
    classes.requireBoth(Part.TRAINING, folder);
    assertEquals(Optional.of("All of the 2 test samples are positive"), classes.single(Part.TEST));
    assertThrows(InvalidDatasetException.class, () -> classes.requireBoth(Part.TEST, folder));
    ClassBalance drawn = ClassBalance.of(read("above: 0", rows("0", "1")), n -> n < 5);
    assertEquals(
        Optional.of("None of the 5 training samples is positive"),
        drawn.single(Part.TRAINING),
        "of those drawn");
    assertEquals(
        Optional.empty(),
        ClassBalance.of(read("above: 0", "1"), n -> false).single(Part.TRAINING),
        "a part without samples is another matter");
  }

  @Test
  void shouldSayWhyThereAreNoInteractions() throws IOException {
    ClassBalance.requireInteractions(read("equals: 1", "True", "False"), folder);
    Dataset none = read("equals: 1", "t", "f");
    String message =
        assertThrows(
                InvalidDatasetException.class, () -> ClassBalance.requireInteractions(none, folder))
            .getMessage();
    assertTrue(
        message.startsWith(
            "There are no interactions in labels: the label rule is 'clicked equals true', and"
                + " column 'clicked' of r.csv has 'f' (1 rows), 't' (1 rows)."),
        message);
  }
}
