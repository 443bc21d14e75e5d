package io.laserstreams.worker.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.worker.Requests;
import io.laserstreams.worker.language.Languages;
import io.laserstreams.worker.taste.RatingScale;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PromptTemplatesTest {
  private static final PromptTemplates BUILT_IN = PromptTemplates.builtIn(Domain.named("movies"));

  @TempDir Path root;
  private Path folder;

  @BeforeEach
  void write() throws IOException {
    folder = root.resolve("acme-3");
    BUILT_IN.write(folder);
  }

  @Test
  void shouldReadWhatItWrote() {
    assertEquals(BUILT_IN, PromptTemplates.read(folder));
    assertEquals(version(BUILT_IN), version(PromptTemplates.read(folder)));
  }

  @Test
  void shouldOverwriteNothing() throws IOException {
    Files.writeString(folder.resolve("user.txt"), "ours");
    Files.delete(folder.resolve("system.txt"));
    assertThrows(FileAlreadyExistsException.class, () -> BUILT_IN.write(folder));
    assertEquals("ours", Files.readString(folder.resolve("user.txt")));
  }

  @Test
  void shouldFillATeamsOwnTexts() throws IOException {
    Files.writeString(folder.resolve("system.txt"), "Write {{words}} words about {{items}}.\n");
    Files.writeString(folder.resolve("item.txt"), "\nWhat is {{title}}? By {{factors}}.\n");
    Files.writeString(
        folder.resolve("domain.json"),
        """
        {"item": "film", "items": "films", "consumed": "saw", "factors": ["mood", "plot"]}
        """);
    Prompt prompt =
        new Prompts(
                PromptTemplates.read(folder), new RatingScale("1 to 5", 3), Languages.of("en"), 150)
            .about(Requests.toyStory());
    assertEquals("Write 150 words about films.", prompt.system());
    assertEquals("What is \"Toy Story (1995)\"? By mood; plot.", prompt.user());
  }

  @Test
  void shouldNameTheFamilyAfterItsVersionOrItsFolder() throws IOException {
    Files.writeString(folder.resolve("version"), "acme.4\n");
    assertTrue(version(PromptTemplates.read(folder)).startsWith("acme.4/movies/"));
    Files.delete(folder.resolve("version"));
    assertTrue(version(PromptTemplates.read(folder)).startsWith("acme-3/movies/"));
    for (String name : List.of("", "a/b", "two words", "x".repeat(41))) {
      Files.writeString(folder.resolve("version"), name);
      assertMessage(folder.resolve("version") + " is '" + name + "', which must name");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"system.txt", "user.txt", "item.txt", "domain.json"})
  void shouldChangeTheVersionWithEachFile(String file) throws IOException {
    String before = version(PromptTemplates.read(folder));
    Path changed = folder.resolve(file);
    Files.writeString(
        changed, Files.readString(changed).replaceFirst("(?s)(.*)[a-z]{4}", "$1xxxx"));
    assertNotEquals(before, version(PromptTemplates.read(folder)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"system.txt", "user.txt", "item.txt", "domain.json"})
  void shouldRefuseAFolderWithoutOneOfItsFiles(String file) throws IOException {
    Files.delete(folder.resolve(file));
    assertMessage(
        folder.resolve(file)
            + " is missing; prompts need [system.txt, user.txt, item.txt, domain.json]");
  }

  @ParameterizedTest
  @CsvSource({
    "system.txt, Tell of {{title}}., 'unknown placeholder {{title}}; known there are [consumed,"
        + " factors, item, items, language, scale, words]'",
    "user.txt, Tell of {{ liked }}., unknown placeholder {{ liked }}",
    "item.txt, Tell of {{}}., unknown placeholder {{}}",
    "item.txt, Tell of {{title., has {{ without a name and }} after it",
    "item.txt, Tell of {{ti}tle}}., has {{ without a name and }} after it",
    "user.txt, '  ', is empty"
  })
  void shouldNameTheFileAndThePlaceholderThatIsWrong(String file, String text, String problem)
      throws IOException {
    Files.writeString(folder.resolve(file), text);
    assertMessage(folder.resolve(file) + " ");
    assertMessage(problem);
  }

  @Test
  void shouldRefuseWhatIsNotInUtf8() throws IOException {
    Files.write(
        folder.resolve("user.txt"), "Wählt {{liked}}".getBytes(StandardCharsets.ISO_8859_1));
    assertMessage(folder.resolve("user.txt") + " is not in UTF-8");
  }

  @Test
  void shouldRefuseADomainThatIsNone() throws IOException {
    Files.writeString(folder.resolve("domain.json"), "{\"item\": \"film\", \"genre\": 1}");
    assertMessage(folder.resolve("domain.json") + "' is not a JSON file with item, items");
  }

  @Test
  void shouldSayHowToMakeAFolderThatIsMissing() {
    folder = root.resolve("nowhere");
    assertMessage(
        folder
            + " is not a folder; the built-in prompts as a start: laser knowledge prompts --out "
            + folder);
  }

  private void assertMessage(String part) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> PromptTemplates.read(folder))
            .getMessage();
    assertTrue(message.contains(part), message);
  }

  private static String version(PromptTemplates templates) {
    return new Prompts(templates, new RatingScale("1 to 5", 3), Languages.of("en"), 150).version();
  }
}
