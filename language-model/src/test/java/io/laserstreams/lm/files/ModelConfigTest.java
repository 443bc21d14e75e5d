package io.laserstreams.lm.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelConfigTest {
  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    write("model.onnx", "\b\t"); // the version alone
    write(
        "tokenizer.json",
        "{'added_tokens': [{'content': '<s>', 'special': true}, {'id': 9, 'content': '</s>'},"
            + " {'content': 'word', 'special': false}]}");
    write("config.json", "{'max_position_embeddings': 512, 'eos_token_id': 7}");
    write("generation_config.json", "{'eos_token_id': [2, 3]}");
    write(
        "tokenizer_config.json",
        "{'bos_token': {'content': '<s>'}, 'eos_token': '</s>', 'pad_token': null,"
            + " 'chat_template': 'in the config'}");
  }

  @Test
  void shouldReadWhatTheFilesSay() {
    assertEquals(
        new ModelConfig(
            512,
            Set.of(2L, 3L, 7L, 9L),
            List.of("<s>"),
            Map.of("bos_token", "<s>", "eos_token", "</s>"),
            "in the config"),
        read());
  }

  @Test
  void shouldPreferTheTemplateInItsOwnFile() throws IOException {
    write("chat_template.jinja", "in a file");

    assertEquals("in a file", read().chatTemplate());
  }

  @Test
  void shouldTakeTheDefaultOfSeveralTemplates() throws IOException {
    write(
        "tokenizer_config.json",
        "{'chat_template': [{'name': 'tool_use', 'template': 'a'},"
            + " {'name': 'default', 'template': 'b'}]}");

    assertEquals("b", read().chatTemplate());
  }

  @Test
  void shouldRefuseAModelWhoseTextsWouldNotEnd() throws IOException {
    write("config.json", "{}");
    write("generation_config.json", "{'eos_token_id': null}");
    write("tokenizer_config.json", "{'chat_template': 'in the config'}");

    assertRefused("names an eos_token_id");
  }

  @Test
  void shouldRefuseAModelWithoutAChatTemplate() throws IOException {
    write("tokenizer_config.json", "{}");

    assertRefused("has no chat template");
  }

  @Test
  void shouldNameAFileThatIsNotJson() throws IOException {
    write("config.json", "{");

    assertRefused("config.json is not JSON");
  }

  private void assertRefused(String part) {
    String message = assertThrows(UnusableModelException.class, this::read).getMessage();
    assertTrue(message.contains(part), message);
  }

  private ModelConfig read() {
    return ModelConfig.read(ModelFolder.of(folder));
  }

  private void write(String name, String json) throws IOException {
    Files.writeString(folder.resolve(name), json.replace('\'', '"'));
  }
}
