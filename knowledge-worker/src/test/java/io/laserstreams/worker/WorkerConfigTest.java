package io.laserstreams.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.runtime.broker.BrokerFeatures;
import io.laserstreams.worker.delivery.Deliveries;
import io.laserstreams.worker.generator.TextGenerator;
import io.laserstreams.worker.metrics.WorkerMetrics;
import io.laserstreams.worker.prompt.Domain;
import io.laserstreams.worker.prompt.PromptTemplates;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerConfigTest {
  @Test
  void shouldWriteByTemplateWhereNothingIsConfigured() {
    assertEquals("template:v1", open(Map.of()).id());
  }

  @Test
  void shouldChooseGeneratorsForUsersAndItems() {
    assertEquals(
        "users by openai:m, items by template:v1",
        open(Map.of("generator.users", "openai", "generator.openai.model", "m")).id());
  }

  @Test
  void shouldNameTheKeyThatAChosenGeneratorNeeds() {
    assertMessage(
        "Configuration key generator.openai.model is missing", Map.of("generator.users", "openai"));
    assertMessage(
        "Configuration key generator.file.path is missing", Map.of("generator.items", "file"));
    assertMessage(
        "generator.file.path: Cannot read texts from nowhere.json",
        Map.of("generator.items", "file", "generator.file.path", "nowhere.json"));
    assertMessage(
        "Configuration key generator.onnx.path is missing", Map.of("generator.items", "onnx"));
    assertMessage(
        "generator.onnx.path: no language model at",
        Map.of("generator.items", "onnx", "generator.onnx.path", "nowhere"));
    assertMessage(
        "generator.onnx.device has the invalid value 'gpu'; valid is a text, cpu, cuda or cuda",
        Map.of("generator.onnx.device", "gpu"));
    assertMessage(
        "prompt.domain has the invalid value 'nowhere.json'; valid is a text, [movies, books,"
            + " music, products, generic] or a JSON file. Prompt domain 'nowhere.json' is not a"
            + " JSON file",
        Map.of("prompt.domain", "nowhere.json"));
    assertMessage(
        "must be an http or https URL",
        Map.of(
            "generator.users",
            "openai",
            "generator.openai.model",
            "m",
            "generator.openai.base.url",
            "localhost:8000"));
    assertMessage(
        "generator.openai.extra: must be a JSON object",
        Map.of(
            "generator.users",
            "openai",
            "generator.openai.model",
            "m",
            "generator.openai.extra",
            "[1"));
  }

  @Test
  void shouldRefuseUnknownEncodersAndGenerators() {
    assertMessage(
        "encoder.ids: Unknown text encoder 'word2vec'; known are [",
        Map.of("encoder.ids", "word2vec"));
    assertMessage(
        "encoder.ids: /nowhere/e5 is no folder",
        Map.of("encoder.ids", "bge-small-en-v15-q,/nowhere/e5"));
    assertMessage("generator.users has the invalid value 'llm'", Map.of("generator.users", "llm"));
  }

  @Test
  void shouldReadATeamsPromptsAtStart(@TempDir Path folder) throws IOException {
    Map<String, String> chat =
        Map.of(
            "generator.items", "openai",
            "generator.openai.model", "m",
            "prompt.path", folder.toString());
    assertMessage(folder.resolve("system.txt") + " is missing", chat);
    PromptTemplates.builtIn(Domain.named("books")).write(folder);
    open(chat);
    Files.writeString(folder.resolve("item.txt"), "Introduce {{name}}.");
    assertMessage(
        "prompt.path: " + folder.resolve("item.txt") + " has the unknown placeholder {{name}}",
        chat);
    Map<String, String> both = new HashMap<>(chat);
    both.put("prompt.domain", "movies");
    assertMessage("prompt.domain is set, and so is prompt.path", both);
  }

  @Test
  void shouldShareOnlyWhereLocksCanBeRenewed() {
    assertTrue(
        Deliveries.sharingIsPossible(
            new BrokerFeatures(
                Map.of("metadata.version", (short) 30, "share.version", (short) 1))));
    for (Map<String, Short> levels :
        List.of(
            Map.of("metadata.version", (short) 26, "share.version", (short) 1),
            Map.of("metadata.version", (short) 30, "share.version", (short) 0),
            Map.of("metadata.version", (short) 30))) {
      assertFalse(Deliveries.sharingIsPossible(new BrokerFeatures(levels)), levels.toString());
    }
  }

  private static TextGenerator open(Map<String, String> properties) {
    WorkerSettings settings = WorkerConfig.read(properties);
    return new Generators(InstantSource.system(), new WorkerMetrics(new SimpleMeterRegistry()))
        .open(settings.users(), settings.items());
  }

  private static void assertMessage(String part, Map<String, String> properties) {
    String message = assertThrows(ConfigException.class, () -> open(properties)).getMessage();
    assertTrue(message.contains(part), message);
  }
}
