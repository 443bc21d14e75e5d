package io.laserstreams.worker.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.worker.Requests;
import io.laserstreams.worker.taste.RatingScale;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileTextGeneratorTest {
  @TempDir private Path folder;

  @Test
  void shouldGiveTheTextVerbatim() throws IOException {
    GeneratedText generated =
        new FileTextGenerator(
                file("{\"1\": \" \\\"Toy Story\\\"\\nis naïve… \"}"), Optional.empty())
            .write(Requests.toyStory())
            .orElseThrow();
    assertEquals(" \"Toy Story\"\nis naïve… ", generated.text());
    assertEquals("file:texts.json", generated.generator());
  }

  @Test
  void shouldLetTheFallbackAnswerUnderItsOwnName() throws IOException {
    TextGenerator generator =
        new FileTextGenerator(
            file("{}"), Optional.of(new TemplateTextGenerator(new RatingScale("1 to 5", 3))));
    assertEquals("template:v1", generator.write(Requests.toyStory()).orElseThrow().generator());
  }

  @Test
  void shouldHaveNoAnswerWithoutFallback() throws IOException {
    assertTrue(
        new FileTextGenerator(file("{}"), Optional.empty()).write(Requests.toyStory()).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"1\": \" \"}",
        "{\"1\": \"\"}",
        "{\"1\": null}",
        "{\"1\": null, \"2\": \"text\"}"
      })
  void shouldTreatABlankTextOrNullAsAbsent(String json) throws IOException {
    assertTrue(
        new FileTextGenerator(file(json), Optional.empty()).write(Requests.toyStory()).isEmpty());
    assertEquals(
        "template:v1",
        new FileTextGenerator(
                file(json), Optional.of(new TemplateTextGenerator(new RatingScale("1 to 5", 3))))
            .write(Requests.toyStory())
            .orElseThrow()
            .generator());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[1]|it must be a JSON object of id to text, not of type ARRAY",
        "null|it must be a JSON object of id to text, not of type NULL",
        "\"text\"|it must be a JSON object of id to text, not of type STRING",
        "''|it must be a JSON object of id to text, not empty",
        "{\"1\": |it must be a JSON object of id to text: Unexpected end-of-input",
        "{\"1\": \"a\"} {\"2\": \"b\"}|it must be a JSON object of id to text: Trailing token",
        "{\"1\": \"a\", \"1\": \"b\"}|Duplicate field '1'",
        "{\"1\": 5}|the text of '1' is 5: it must be a string or null",
        "{\"1\": NaN}|Non-standard token 'NaN'",
        "{\"1\": [\"a\"]}|the text of '1' is [\"a\"]: it must be a string or null",
        "{\"1\": {\"text\": \"a\"}}|the text of '1' is {\"text\":\"a\"}: it must be a string or"
            + " null"
      })
  void shouldRefuseAnythingButAJsonObjectOfTexts(String json, String problem) throws IOException {
    Path texts = file(json);
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> new FileTextGenerator(texts, Optional.empty()))
            .getMessage();
    assertTrue(message.contains("texts.json"), message);
    assertTrue(message.contains(problem), message);
  }

  @Test
  void shouldSendUsersAndItemsToTheirOwnGenerators() throws IOException {
    TextGenerator both =
        new BySubjectTextGenerator(
            new TemplateTextGenerator(new RatingScale("1 to 5", 3)),
            new FileTextGenerator(file("{\"1\": \"item\"}"), Optional.empty()));
    assertEquals(
        "item", both.write(Requests.item("1", "t", "", List.of(), Map.of())).orElseThrow().text());
    assertEquals("template:v1", both.write(Requests.user("1", Map.of())).orElseThrow().generator());
    assertEquals("users by template:v1, items by file:texts.json", both.id());
  }

  private Path file(String json) throws IOException {
    return Files.writeString(folder.resolve("texts.json"), json);
  }
}
