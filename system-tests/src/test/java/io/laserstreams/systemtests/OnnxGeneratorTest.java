package io.laserstreams.systemtests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.laserstreams.cluster.Cluster;
import io.laserstreams.lm.support.TinyLanguageModel;
import io.laserstreams.runtime.deadletter.DeadLetter;
import io.laserstreams.schema.Knowledge;
import io.laserstreams.schema.KnowledgeAnswer;
import io.laserstreams.schema.KnowledgeVector;
import io.laserstreams.schema.Topic;
import io.laserstreams.systemtests.support.AppProcess;
import io.laserstreams.systemtests.support.ClusterUnderTest;
import io.laserstreams.systemtests.support.KnowledgeRequests;
import io.laserstreams.systemtests.support.LaserSystem;
import io.laserstreams.systemtests.support.ShareLock;
import io.laserstreams.testsupport.Await;
import io.laserstreams.tools.apps.AppKind;
import io.laserstreams.worker.WorkerMain;
import io.laserstreams.worker.check.TextFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A language model in the worker's process, from outside. */
@Tag("broker")
@ExtendWith(ClusterUnderTest.class)
class OnnxGeneratorTest {
  private static final Path REAL = Path.of("../../shared/models/smollm2-135m-instruct");
  private static final Duration LOCK = Duration.ofSeconds(8);
  private static final long TIME = 1_790_000_000_000L;
  private static final int ITEMS = 6;
  private static final int REQUESTS = 60;

  @TempDir Path folder;

  @Test
  void shouldWriteAboutItemsBesideATemplateForUsersForTwoEncoders(Cluster cluster)
      throws IOException {
    writeAboutItems(cluster, "tiny.", tiny());
  }

  @Test
  void shouldWriteWithARealModel(Cluster cluster) {
    assumeTrue(Files.isDirectory(REAL), "no language model in " + REAL);
    writeAboutItems(cluster, "real.", REAL.toAbsolutePath().normalize());
  }

  private void writeAboutItems(Cluster cluster, String prefix, Path model) {
    try (LaserSystem system = new LaserSystem(cluster, prefix, folder.resolve("state"))) {
      system.start(AppKind.KNOWLEDGE, Map.of("user.cold.start.events", "3"));
      Map<String, String> worker = new HashMap<>(onnx(model));
      worker.put("encoder.ids", "bge-small-en-v15-q,all-minilm-l6-v2-q");
      system.start(AppKind.WORKER, worker);
      for (int i = 0; i < ITEMS; i++) {
        system.item("i" + i, "Film " + i, "Drama");
        system.click("c" + i, "u", "i" + i, TIME + i);
      }

      for (Knowledge item : system.records(Topic.KNOWLEDGE_ITEMS, Knowledge.class, ITEMS)) {
        assertEquals(
            "onnx:" + model.getFileName(), item.getProvenance().getGenerator(), item.getText());
        assertTrue(item.getProvenance().getPromptTokens() > 20, item.toString());
        assertTrue(item.getProvenance().getCompletionTokens() > 2, item.toString());
        assertEquals(
            List.of("bge-small-en-v15-q", "all-minilm-l6-v2-q"),
            item.getVectors().stream().map(KnowledgeVector::getEncoderId).toList());
      }
      Knowledge user = system.records(Topic.KNOWLEDGE_USERS, Knowledge.class, 1).get(0);
      assertEquals("template:v1", user.getProvenance().getGenerator());
      assertEquals(List.of(), system.deadLetters(0));
    }
  }

  @Test
  void shouldLoseNoTextOfAWorkerThatIsKilledWhileItWrites(Cluster cluster) throws Exception {
    Map<String, String> onnx = onnx(tiny());
    try (LaserSystem system = new LaserSystem(cluster, "written.", folder.resolve("state"))) {
      ShareLock.set(LOCK, cluster, "written-worker");
      KnowledgeRequests.ask(system, REQUESTS);
      try (AppProcess process =
          AppProcess.start(WorkerMain.class, system.properties(onnx), folder)) {
        KnowledgeRequests.answers(system, 5);
        process.kill();
      }
      system.start(AppKind.WORKER, onnx);

      // What the tiny model writes at random is seldom refused twice.
      Await.until(
          () -> REQUESTS + " answers or dead letters, there are " + settled(system),
          () -> settled(system).size() == REQUESTS);
      assertEquals(KnowledgeRequests.ids(REQUESTS), settled(system));
      assertTrue(answered(system).size() > REQUESTS * 3 / 4, answered(system).toString());
      Set<String> reasons =
          Stream.of(TextFault.values()).map(TextFault::reason).collect(Collectors.toSet());
      for (DeadLetter letter : system.deadLetters(0)) {
        assertTrue(reasons.contains(letter.reason()), letter.reason());
      }
    }
  }

  private static Set<String> settled(LaserSystem system) {
    Set<String> ids = answered(system);
    for (DeadLetter letter : system.deadLetters(0)) {
      ids.add("ITEM/" + new String(requireNonNull(letter.key()), UTF_8) + "/0");
    }
    return ids;
  }

  private static Set<String> answered(LaserSystem system) {
    return system.records(Topic.KNOWLEDGE_ANSWERS, KnowledgeAnswer.class).stream()
        .map(KnowledgeAnswer::getRequestId)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void shouldEndAWorkerWhoseModelCannotBeUsed(Cluster cluster) throws IOException {
    Files.delete(tiny().resolve("tokenizer.json"));
    try (LaserSystem system = new LaserSystem(cluster, "unusable.", folder.resolve("state"));
        AppProcess process =
            AppProcess.start(
                WorkerMain.class, system.properties(onnx(folder.resolve("tiny"))), folder)) {
      assertTrue(process.exitCode() > 0, process.output());
      assertTrue(process.output().contains("no tokenizer.json in"), process.output());
      assertTrue(process.output().contains("generator.onnx.path"), process.output());
    }
  }

  private Path tiny() throws IOException {
    return TinyLanguageModel.write(folder.resolve("tiny"), 1);
  }

  private static Map<String, String> onnx(Path model) {
    return Map.of(
        "generator.items", "onnx",
        "generator.onnx.path", model.toString(),
        "generator.onnx.max.tokens", "100",
        "prompt.words", "60",
        "worker.threads", "4");
  }
}
