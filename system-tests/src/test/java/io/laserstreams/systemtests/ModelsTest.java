package io.laserstreams.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.cluster.Cluster;
import io.laserstreams.crm.bundle.InvalidBundleException;
import io.laserstreams.runtime.App;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.schema.ModelRelease;
import io.laserstreams.schema.Topic;
import io.laserstreams.systemtests.support.Bundles;
import io.laserstreams.systemtests.support.ClusterUnderTest;
import io.laserstreams.systemtests.support.LaserSystem;
import io.laserstreams.testsupport.Await;
import io.laserstreams.tools.apps.AppKind;
import io.laserstreams.tools.client.ClusterSettings;
import io.laserstreams.tools.models.ModelDecisions;
import io.laserstreams.tools.models.ModelListing;
import io.laserstreams.tools.models.ModelPublication;
import io.laserstreams.tools.models.ModelsOptions;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What operators do with the models of a living system. */
@Tag("broker")
@ExtendWith(ClusterUnderTest.class)
class ModelsTest {
  @TempDir Path folder;

  private final StringWriter printed = new StringWriter();
  private final PrintWriter out = new PrintWriter(printed);

  @Test
  void shouldServeWhatOperatorsDecideAlsoAfterARestart(Cluster cluster) {
    try (LaserSystem system = new LaserSystem(cluster, "operated.", folder)) {
      App scoring = system.start(AppKind.SCORING, Map.of());
      ModelsOptions options = options(system, scoring);
      String first = publish(options, "first");
      String second = publish(options, "second");
      assertEquals(second, served(system));

      decisions(options).rollBack();
      assertEquals(first, served(system));
      UserException nothing =
          assertThrows(UserException.class, () -> decisions(options).rollBack());
      assertTrue(
          nothing.getMessage().startsWith("There is no release before " + first),
          nothing.getMessage());

      String third = publish(options, "third");
      assertTrue(printed.toString().contains("It is not current: " + first + " is held"));
      String trained = "99990101T000000.000Z-0001";
      system.release(trained, Bundles.untrained(trained).toBytes());
      assertEquals(first, served(system));

      system.stop(scoring);
      App restarted = system.start(AppKind.SCORING, Map.of());
      ModelsOptions again = options(system, restarted);
      assertEquals(first, served(system));
      assertTrue(
          restarted.health().detail().contains("release " + first + " is held, rollback by "),
          restarted.health().detail());

      decisions(again).promote(third);
      assertEquals(third, served(system));
      decisions(again).resume();
      assertEquals(trained, served(system));

      printed.getBuffer().setLength(0);
      new ModelListing(again, out).list();
      String list = printed.toString();
      assertTrue(list.contains("current   " + trained), list);
      assertTrue(list.contains("withdrawn " + second), list);
      assertTrue(list.contains(" from third"), list);
      assertTrue(list.contains("serves " + trained), list);
      printed.getBuffer().setLength(0);
      new ModelListing(again, out).show(third);
      assertTrue(printed.toString().contains("\"version\" : \"" + third + "\""));
    }
  }

  @Test
  void shouldPublishNothingThatScoringWouldRefuseAndNothingTwice(Cluster cluster) {
    try (LaserSystem system = new LaserSystem(cluster, "checked.", folder)) {
      App scoring = system.start(AppKind.SCORING, Map.of("history.length.max", "10"));
      ModelsOptions options = options(system, scoring);
      String message =
          assertThrows(InvalidBundleException.class, () -> publish(options, "long")).getMessage();
      assertTrue(
          message.contains("history.length.max is 10, the model attends to 20 events"), message);
      assertTrue(message.contains("It needs: history.length.max=500"), message);
      assertEquals(List.of(), system.records(Topic.MODELS, ModelRelease.class));

      system.stop(scoring);
      App longer = system.start(AppKind.SCORING, Map.of());
      ModelsOptions other = options(system, longer);
      String version = publish(other, "long");
      String twice = assertThrows(UserException.class, () -> publish(other, "long")).getMessage();
      assertTrue(twice.contains("already, as release " + version + ", which is current"), twice);
      String unknown =
          assertThrows(UserException.class, () -> decisions(other).promote("no-such")).getMessage();
      assertTrue(unknown.contains("There is no release no-such"), unknown);
      assertTrue(unknown.contains(version), unknown);
    }
  }

  @Test
  void shouldTakeBackAPromotionThatScoringRefuses(Cluster cluster) {
    try (LaserSystem system = new LaserSystem(cluster, "refused.", folder)) {
      App scoring = system.start(AppKind.SCORING, Map.of());
      ModelsOptions options = options(system, scoring);
      String broken = "20200101T000000.000Z-0001";
      system.release(broken, Bundles.untrained("another").toBytes());
      String good = publish(options, "good");
      UserException refused =
          assertThrows(UserException.class, () -> decisions(options).promote(broken));
      assertTrue(
          refused.getMessage().contains("the decision was taken back: " + good + " is current"),
          refused.getMessage());
      assertTrue(printed.toString().contains("refuses " + broken), printed.toString());
      assertEquals(good, served(system));
      String next = publish(options, "next");
      Await.until("the next release", () -> served(system).equals(next));
    }
  }

  private ModelsOptions options(LaserSystem system, App scoring) {
    return new ModelsOptions(
        new ClusterSettings(
            null,
            system.cluster().bootstrapServers(),
            system.cluster().registryUrl(),
            system.prefix()),
        List.of(URI.create("http://127.0.0.1:" + scoring.httpPort().orElseThrow())),
        Await.PATIENCE,
        false);
  }

  private String publish(ModelsOptions options, String name) {
    return new ModelPublication(options, out, InstantSource.system())
        .publish(Bundles.file(folder, name), false, 10);
  }

  private ModelDecisions decisions(ModelsOptions options) {
    return new ModelDecisions(options, out, InstantSource.system());
  }

  private static String served(LaserSystem system) {
    return system
        .score("i-" + System.nanoTime(), "ann", Instant.now().toEpochMilli(), "a", "b")
        .getModelVersion();
  }
}
