package io.laserstreams.worker.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.worker.Requests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTextGeneratorTest {
  @TempDir
  private Path folder;

  @Test
  void shouldGiveTheTextVerbatim() throws IOException {
    Draft draft = new FileTextGenerator(file("{\"1\": \" \\\"Toy Story\\\"\\nis naïve… \"}"), Optional.empty())
        .write(Requests.toyStory()).orElseThrow();
    assertEquals(" \"Toy Story\"\nis naïve… ", draft.text());
    assertEquals("file:texts.json", draft.generator());
  }

  @Test
  void shouldLetTheFallbackAnswerUnderItsOwnName() throws IOException {
    TextGenerator generator = new FileTextGenerator(file("{}"), Optional.of(new TemplateTextGenerator(3)));
    assertEquals("template:v1", generator.write(Requests.toyStory()).orElseThrow().generator());
  }

  @Test
  void shouldHaveNoAnswerWithoutFallback() throws IOException {
    assertTrue(new FileTextGenerator(file("{}"), Optional.empty()).write(Requests.toyStory()).isEmpty());
  }

  @Test
  void shouldTakeABlankTextForNone() throws IOException {
    assertTrue(new FileTextGenerator(file("{\"1\": \" \"}"), Optional.empty()).write(Requests.toyStory()).isEmpty());
  }

  @Test
  void shouldRefuseWhatIsNoJsonObjectOfTexts() throws IOException {
    Path list = file("[1]");
    String message = assertThrows(IllegalArgumentException.class, () -> new FileTextGenerator(list, Optional.empty())).getMessage();
    assertTrue(message.contains("texts.json; it must be a JSON object of id to text"), message);
  }

  @Test
  void shouldSendUsersAndItemsToTheirOwnGenerators() throws IOException {
    TextGenerator both = new BySubjectTextGenerator(new TemplateTextGenerator(3),
        new FileTextGenerator(file("{\"1\": \"item\"}"), Optional.empty()));
    assertEquals("item", both.write(Requests.item("1", "t", "", List.of(), Map.of())).orElseThrow().text());
    assertEquals("template:v1", both.write(Requests.user("1", Map.of())).orElseThrow().generator());
    assertEquals("users by template:v1, items by file:texts.json", both.id());
  }

  private Path file(String json) throws IOException {
    return Files.writeString(folder.resolve("texts.json"), json);
  }
}
