package io.laserstreams.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.cluster.Cluster;
import io.laserstreams.crm.TestModels;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import io.laserstreams.runtime.App;
import io.laserstreams.runtime.App.Health;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.registry.RegistryAnswers;
import io.laserstreams.scoring.ScoringMain;
import io.laserstreams.systemtests.support.AppProcess;
import io.laserstreams.systemtests.support.Bundles;
import io.laserstreams.systemtests.support.ClusterUnderTest;
import io.laserstreams.systemtests.support.LaserSystem;
import io.laserstreams.testsupport.Await;
import io.laserstreams.tools.apps.AppKind;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What keeps an app from starting or running, and how it reports that. */
@Tag("broker")
@ExtendWith(ClusterUnderTest.class)
class StartTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(AppKind.class)
  void shouldRefuseAnUnknownKeyAndNameTheNearestKnownOne(AppKind kind) {
    String message =
        assertThrows(ConfigException.class, () -> kind.create(Map.of("topic.prefiks", "x.")))
            .getMessage();
    assertTrue(
        message.startsWith("Unknown configuration key topic.prefiks; did you mean topic.prefix?"),
        message);
  }

  @ParameterizedTest
  @EnumSource(AppKind.class)
  void shouldRefuseAPortInUse(AppKind kind, Cluster cluster) throws IOException {
    try (ServerSocket taken = new ServerSocket(0);
        App app = kind.create(onPort(taken, cluster))) {
      String message = assertThrows(ConfigException.class, app::start).getMessage();
      assertTrue(
          message.contains("Set http.port to a free port instead of " + taken.getLocalPort()),
          message);
    }
  }

  @Test
  void shouldEndAProcessWithOneLineAndExitCode2(Cluster cluster) throws IOException {
    try (ServerSocket taken = new ServerSocket(0);
        AppProcess process = AppProcess.start(ScoringMain.class, onPort(taken, cluster), folder)) {
      assertEquals(2, process.exitCode(), process.output());
      List<String> lines =
          process.output().lines().filter(line -> line.contains("http.port")).toList();
      assertEquals(1, lines.size(), process.output());
      assertFalse(process.output().contains("\tat "), process.output());
    }
  }

  @ParameterizedTest
  @EnumSource(AppKind.class)
  void shouldRefuseSettingsThatNoClientCanBeCreatedFrom(AppKind kind) {
    String message =
        assertThrows(
                ConfigException.class,
                () ->
                    kind.create(
                        Map.of(
                            "kafka.security.protocol",
                            "SASL_PLAINTEXT",
                            "kafka.sasl.jaas.config",
                            "org.apache.kafka.common.security.plain.PlainLoginModule required"
                                + " username=\"a\" password=\"hunter2\"")))
            .getMessage();
    assertEquals(
        "Configuration key kafka.sasl.jaas.config has the invalid value [hidden]: JAAS config entry"
            + " not terminated by semi-colon",
        message);
  }

  @ParameterizedTest
  @EnumSource(AppKind.class)
  void shouldNameTheRegistryThatItWaitsFor(AppKind kind, Cluster cluster) {
    String root = cluster.registryUrl().replaceAll("(http://[^/]+).*", "$1");
    try (LaserSystem system = new LaserSystem(cluster, "registry-" + kind + ".", folder)) {
      App app = system.launch(kind, Map.of("schema.registry.url", root));
      Await.until(
          () -> app.name() + " to wait for the registry: " + app.health(),
          () ->
              app.health()
                  .detail()
                  .startsWith(
                      "waiting for the schema registry at "
                          + root
                          + " (it answers 404 to /subjects/"));
      assertEquals(Health.State.STARTING, app.health().state());
      assertTrue(
          app.health().detail().endsWith(RegistryAnswers.PATH_HINT + ")"), app.health().detail());
    }
  }

  @Test
  void shouldEndWithTheExitCodeOfAMistakeIfTheBundleWasTrainedWithOtherSettings(Cluster cluster) {
    Path bundle =
        Bundles.withFeatures(
            folder,
            "m1",
            StreamingSettings.DEFAULT.withEpochMillis(60_000),
            TestModels.fittedFactors(3));
    try (LaserSystem system = new LaserSystem(cluster, "settings.", folder);
        AppProcess process =
            AppProcess.start(
                ScoringMain.class,
                system.properties(Map.of("model.bundle", bundle.toString())),
                folder)) {
      assertEquals(2, process.exitCode(), process.output());
      String message =
          "scoring: Cannot start: Configuration key model.bundle has the value '"
              + bundle
              + "', which cannot be served: Model m1"
              + " does not fit scoring's configuration: features.epoch.ms is 3600000, the model was"
              + " trained with 60000. ";
      assertEquals(
          1,
          process.output().lines().filter(line -> line.startsWith(message)).count(),
          process.output());
    }
  }

  @Test
  void shouldWaitForABrokerThatIsDownAtStart(Cluster cluster) {
    try (LaserSystem system = new LaserSystem(cluster, "late-broker.", folder)) {
      cluster.stopBroker();
      List<App> apps;
      try {
        apps = Stream.of(AppKind.values()).map(kind -> system.launch(kind, Map.of())).toList();
        for (App app : apps) {
          Await.until(
              () -> app.name() + " to wait for the brokers: " + app.health(),
              () ->
                  app.health().equals(Health.starting(app.health().detail()))
                      && app.health()
                          .detail()
                          .startsWith(
                              "waiting for the brokers at " + cluster.bootstrapServers() + " ("));
        }
      } finally {
        cluster.startBroker();
      }
      Await.until(
          () -> "all apps to be ready: " + apps.stream().map(App::health).toList(),
          () -> apps.stream().allMatch(app -> app.health().ready()));
      assertEquals(
          1,
          system.score("after-all", "ann", System.currentTimeMillis(), "a").getCandidates().size());
    }
  }

  @Test
  void shouldStopWhenAnInputTopicsPartitionCountChangesAndNotStartAgain(Cluster cluster)
      throws Exception {
    Map<String, String> frequentChecks = Map.of("topics.check.ms", "200");
    try (LaserSystem system = new LaserSystem(cluster, "partitions.", folder);
        Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
      App scoring = system.start(AppKind.SCORING, frequentChecks);
      App knowledge = system.start(AppKind.KNOWLEDGE, frequentChecks);

      admin
          .createPartitions(
              Map.of(
                  system.topic(Topic.ITEMS), NewPartitions.increaseTo(LaserSystem.PARTITIONS + 1)))
          .all()
          .get();
      assertFails(
          scoring, "Changed partition count: {partitions.items=2 -> 3}", "docs/operations.md");
      assertFails(
          knowledge, "Changed partition count: {partitions.items=2 -> 3}", "docs/operations.md");
      system.stop(scoring);
      system.stop(knowledge);

      assertFails(
          system.launch(AppKind.KNOWLEDGE, frequentChecks),
          "partitions.items=3",
          "partitions.interactions=2",
          "docs/operations.md");
      admin
          .createPartitions(
              Map.of(
                  system.topic(Topic.INTERACTIONS),
                  NewPartitions.increaseTo(LaserSystem.PARTITIONS + 1)))
          .all()
          .get();
      assertFails(
          system.launch(AppKind.SCORING, frequentChecks),
          "partitions.interactions=3",
          "partitions.impressions=2",
          "docs/operations.md");
    }
  }

  private Map<String, String> onPort(ServerSocket socket, Cluster cluster) {
    return Map.of(
        "bootstrap.servers",
        cluster.bootstrapServers(),
        "schema.registry.url",
        cluster.registryUrl(),
        "state.dir",
        folder.toString(),
        "http.port",
        Integer.toString(socket.getLocalPort()));
  }

  private static void assertFails(App app, String... because) {
    Await.until(
        () -> app.name() + " to fail: " + app.health(),
        () -> app.health().state() == Health.State.FAILED);
    for (String part : because) {
      assertTrue(app.health().detail().contains(part), app.health().detail());
    }
  }
}
