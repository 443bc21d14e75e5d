package io.laserstreams.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.cluster.Cluster;
import io.laserstreams.runtime.App;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.schema.Interaction;
import io.laserstreams.schema.Knowledge;
import io.laserstreams.schema.KnowledgeRequest;
import io.laserstreams.schema.SubjectKind;
import io.laserstreams.schema.Topic;
import io.laserstreams.systemtests.support.ClusterUnderTest;
import io.laserstreams.systemtests.support.LaserSystem;
import io.laserstreams.systemtests.support.Records;
import io.laserstreams.tools.apps.AppKind;
import io.laserstreams.tools.client.ClusterSettings;
import io.laserstreams.tools.knowledge.ExportOptions;
import io.laserstreams.tools.knowledge.ImportOptions;
import io.laserstreams.tools.knowledge.KnowledgeBackfill;
import io.laserstreams.tools.knowledge.KnowledgeBackfillOptions;
import io.laserstreams.tools.knowledge.KnowledgeExport;
import io.laserstreams.tools.knowledge.KnowledgeImport;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Knowledge of one system in another, and the writing of it followed to the end. */
@Tag("broker")
@ExtendWith(ClusterUnderTest.class)
class KnowledgeToolsTest {
  private static final long TIME = 1_790_000_000_000L;
  private static final int ITEMS = 4;
  private static final Map<String, String> COLD_START = Map.of("user.cold.start.events", "3");
  private static final List<SubjectKind> BOTH = List.of(SubjectKind.USER, SubjectKind.ITEM);

  @TempDir Path folder;

  @Test
  void shouldCarryKnowledgeFromOneSystemToAnother(Cluster cluster) throws IOException {
    Path file = folder.resolve("all.parquet");
    List<Knowledge> written;
    try (LaserSystem source = new LaserSystem(cluster, "export.", folder.resolve("source"))) {
      source.start(AppKind.KNOWLEDGE, COLD_START);
      publish(source);
      source.start(AppKind.WORKER, Map.of());
      complete(source, SubjectKind.ITEM, false);
      complete(source, SubjectKind.USER, false);
      written = knowledge(source);
      assertEquals(ITEMS + 1, written.size());
      export(source, file, BOTH);
      assertEquals(
          file + " exists, and an export overwrites nothing: name another file with --out",
          assertThrows(UserException.class, () -> export(source, file, BOTH)).getMessage());
      export(source, folder.resolve("both"), BOTH);
      assertTrue(Files.exists(folder.resolve("both/users.parquet")));
      assertTrue(Files.exists(folder.resolve("both/items.parquet")));
    }
    try (LaserSystem target = new LaserSystem(cluster, "import.", folder.resolve("target"))) {
      target.start(AppKind.KNOWLEDGE, COLD_START);
      String nobody = load(target, file, false);
      assertTrue(nobody.contains("Accepted: 0 of 5"), nobody);
      assertEquals(List.of(), knowledge(target));

      publish(target);
      String all = load(target, file, true);
      assertTrue(all.contains("Accepted: 5 of 5"), all);
      assertEquals(written, knowledge(target));

      String again = load(target, file, true);
      assertTrue(again.contains("5 of 5 texts are not news"), again);
      assertEquals(written, knowledge(target));

      target.send(Topic.INTERACTIONS, "ann", Records.click("ann", TIME + 50, null, "film-0"));
      complete(target, SubjectKind.USER, false);
      assertEquals(written, knowledge(target), "one event more is no reason to ask");
    }
  }

  @Test
  void shouldFollowAskAgainAndNameWhatWasGivenUp(Cluster cluster) throws IOException {
    Path texts = Files.writeString(folder.resolve("texts.json"), "{\"film-0\": \"A text.\"}");
    Map<String, String> someTexts =
        Map.of(
            "generator.items", "file",
            "generator.file.path", texts.toString(),
            "generator.file.missing", "none");
    try (LaserSystem system = new LaserSystem(cluster, "follow.", folder.resolve("state"))) {
      system.start(
          AppKind.KNOWLEDGE,
          Map.of(
              "request.timeout.ms", "10000",
              "request.attempts", "1",
              "request.check.interval.ms", "100"));
      App worker = system.start(AppKind.WORKER, someTexts);
      for (int i = 0; i < ITEMS; i++) {
        system.item("film-" + i, "Film " + i, "Drama");
      }
      var out = new StringWriter();
      assertFalse(follow(system, SubjectKind.ITEM, false, Duration.ofMinutes(1), out));
      String first = out.toString();
      assertTrue(first.contains("Now there is knowledge about 1 of 4 items; 0 wait"), first);
      assertTrue(first.contains("3 were given up, 0 were not asked about"), first);
      assertTrue(first.contains("by the last reason: {no answer=3}"), first);

      system.stop(worker);
      assertTrue(
          assertThrows(
                  UserException.class,
                  () -> follow(system, SubjectKind.ITEM, true, Duration.ofSeconds(3), out))
              .getMessage()
              .contains("nothing happened for 3 s: 3 items wait for an answer"));
      system.start(AppKind.WORKER, Map.of());
      String last = complete(system, SubjectKind.ITEM, true);
      assertTrue(last.contains("Asked again about 0 items"), last);
      assertTrue(last.contains("Now there is knowledge about 4 of 4 items"), last);
      List<Knowledge> knowledge = knowledge(system);
      assertEquals(ITEMS, knowledge.size(), "nothing is written twice");
      complete(system, SubjectKind.ITEM, true);
      assertEquals(knowledge, knowledge(system));
    }
  }

  private static void publish(LaserSystem system) {
    for (int i = 0; i < ITEMS; i++) {
      system.item("film-" + i, "Film " + i, "Drama");
    }
    for (int i = 0; i < 4; i++) {
      Interaction click = Records.click("ann", TIME + i, null, "film-" + i);
      system.send(Topic.INTERACTIONS, "ann", click);
    }
    system.records(Topic.KNOWLEDGE_REQUESTS, KnowledgeRequest.class, ITEMS + 1);
  }

  private static List<Knowledge> knowledge(LaserSystem system) {
    List<Knowledge> all = new ArrayList<>();
    all.addAll(system.records(Topic.KNOWLEDGE_USERS, Knowledge.class));
    all.addAll(system.records(Topic.KNOWLEDGE_ITEMS, Knowledge.class));
    all.sort((a, b) -> a.getSubjectId().compareTo(b.getSubjectId()));
    return all;
  }

  private static ClusterSettings settings(LaserSystem system) {
    return new ClusterSettings(
        null, system.cluster().bootstrapServers(), system.cluster().registryUrl(), system.prefix());
  }

  private static void export(LaserSystem system, Path out, List<SubjectKind> kinds)
      throws IOException {
    new KnowledgeExport(
            new ExportOptions(settings(system), out, kinds), new PrintWriter(new StringWriter()))
        .run();
  }

  private static String load(LaserSystem system, Path file, boolean complete) {
    var out = new StringWriter();
    assertEquals(
        complete,
        new KnowledgeImport(new ImportOptions(settings(system), file), new PrintWriter(out)).run(),
        out.toString());
    return out.toString();
  }

  /** What it says about a whole catalogue or user base. */
  private static String complete(LaserSystem system, SubjectKind kind, boolean again) {
    var out = new StringWriter();
    assertTrue(follow(system, kind, again, Duration.ofMinutes(1), out), out.toString());
    return out.toString();
  }

  private static boolean follow(
      LaserSystem system, SubjectKind kind, boolean again, Duration patience, StringWriter out) {
    return new KnowledgeBackfill(
            new KnowledgeBackfillOptions(settings(system), kind, again, patience),
            new PrintWriter(out))
        .run();
  }
}
