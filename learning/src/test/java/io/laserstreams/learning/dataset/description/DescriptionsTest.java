package io.laserstreams.learning.dataset.description;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescriptionsTest {
  private static final String GOOD =
      """
      name: mine
      interactions:
        file: log.csv
        user: u
        item: i
        value: v
        time: {column: t, unit: milliseconds}
      label: {above: 3}
      """;

  @TempDir Path folder;

  @Test
  void shouldReadTheBuiltInOnes() {
    for (String name : Descriptions.BUILT_IN) {
      assertEquals(name, Descriptions.read(name).name());
    }
  }

  @Test
  void shouldFillInWhatIsLeftOut() throws IOException {
    DatasetDescription description = read(GOOD);
    assertEquals(30, description.features().history());
    assertEquals(0.8, description.split().training());
    assertEquals(DatasetDescription.Split.By.TIME, description.split().by());
    assertEquals(200, description.withHistory(200).features().history());
  }

  @Test
  void shouldSayWhereADescriptionIsWrongAndWhatWouldBeRight() {
    assertWrong(
        GOOD.replace("value: v", "valeu: v"),
        ", interactions.valeu: unknown; choose from [context, file, ");
    assertWrong(
        GOOD.replace("name: mine", "name: my data"), "name is 'my data', must be letters, digits");
    assertWrong(
        GOOD.replace("{above: 3}", "{above: 3, atLeast: 4}"),
        "label: label has 2 of above, atLeast, equals and every, must have one");
    assertWrong(
        GOOD.replace("  time: {column: t, unit: milliseconds}\n", ""),
        "add time, or split {by: user}");
    assertWrong(GOOD.replace("milliseconds", "days"), "interactions.time.unit: ");
    assertWrong(
        GOOD.replace("  value: v\n", ""),
        "label has no column, and interactions has no value column to use instead");
    assertWrong(GOOD + "split: {training: 0.9, validation: 0.1}\n", "leave something to test on");
    assertWrong(GOOD + "features: [1\n", ", line ");
    assertWrong("", "is empty, not a description of a dataset");
  }

  @Test
  void shouldNameTheBuiltInOnes() {
    var e = assertThrows(InvalidDatasetException.class, () -> Descriptions.read("ml-20m"));
    assertEquals(
        "there is no dataset 'ml-20m': choose from ml-1m, bookcrossing, or name a file with a"
            + " description",
        e.getMessage());
  }

  @Test
  void shouldRefuseAKeyGivenTwice() {
    assertEquals(
        "description.yaml, line 9: label is given twice", refusal(GOOD + "label: {above: 4}\n"));
    assertEquals(
        "description.yaml, line 5: item is given twice",
        refusal(GOOD.replace("user: u", "item: u")));
    assertEquals(
        "description.yaml, line 8: above is given twice",
        refusal(GOOD.replace("above: 3", "above: 3, above: 4")));
    assertEquals(
        "description.yaml, line 1: name is given twice",
        refusal("{\"name\": \"a\", \"name\": \"b\"}"));
  }

  @Test
  void shouldReadWhatStandsForAMissingValue() throws IOException {
    FileFormat format =
        read(GOOD.replace("file: log.csv", "file: log.csv\n  format: {null: ['', '\\N', null, -]}"))
            .interactions()
            .format();
    assertTrue(
        format.isMissing("\\N")
            && format.isMissing("NULL")
            && format.isMissing("null")
            && format.isMissing("-"));
    assertFalse(
        format.isMissing("None") || format.looksMissing("None"), "the description says what does");
    FileFormat unsaid = read(GOOD).interactions().format();
    assertTrue(unsaid.looksMissing("NULL") && !unsaid.isMissing("NULL"));
    FileFormat nothing =
        read(GOOD.replace("file: log.csv", "file: log.csv\n  format: {null: []}"))
            .interactions()
            .format();
    assertFalse(nothing.looksMissing("NULL") || nothing.isMissing("NULL"));
  }

  @Test
  void shouldRefuseAnEmptyRangeOfTimes() {
    String time = "milliseconds, from: 2027-01-01, before: 2026-01-01";
    assertWrong(
        GOOD.replace("milliseconds", time),
        "time.from is 2027-01-01, must be earlier than time.before, which is 2026-01-01");
    assertWrong(
        GOOD.replace("milliseconds", "milliseconds, from: soon"),
        "interactions.time: 'soon' is not a time in iso-8601");
  }

  private String refusal(String text) {
    String message = assertThrows(InvalidDatasetException.class, () -> read(text)).getMessage();
    return message.substring(message.indexOf("description.yaml"));
  }

  private DatasetDescription read(String text) throws IOException {
    return Descriptions.read(
        Files.writeString(folder.resolve("description.yaml"), text).toString());
  }

  private void assertWrong(String text, String message) {
    String actual = assertThrows(InvalidDatasetException.class, () -> read(text)).getMessage();
    assertTrue(
        actual.startsWith(folder.resolve("description.yaml").toString())
            && actual.contains(message),
        actual);
  }
}
