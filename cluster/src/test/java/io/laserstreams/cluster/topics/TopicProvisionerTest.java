package io.laserstreams.cluster.topics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.cluster.EmbeddedCluster;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.registry.RegistryClient;
import io.laserstreams.schema.registry.RegistryException;
import io.laserstreams.testsupport.Await;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("broker")
class TopicProvisionerTest {
  private static EmbeddedCluster cluster;
  private static Admin admin;

  @BeforeAll
  static void startCluster() {
    cluster = EmbeddedCluster.start(EmbeddedCluster.Settings.temporary());
    admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()));
  }

  @AfterAll
  static void stopCluster() {
    admin.close();
    cluster.close();
  }

  @Test
  void shouldChangeNothingByPlanning() throws Exception {
    assertFalse(applied(Layout.standard().withPrefix("planned."), false).isEmpty());
    assertTrue(
        admin.listTopics().names().get().stream().noneMatch(name -> name.startsWith("planned.")));
  }

  @Test
  void shouldProvisionOnceAndThenFindNothingToDo() throws Exception {
    Layout layout = Layout.standard().withPrefix("once.");
    List<String> done = applied(layout, true);

    assertTrue(
        done.contains(
            "create topic once.models (1 partition, cleanup.policy=compact,"
                + " max.message.bytes=2097152, min.compaction.lag.ms=60000)"),
        done.toString());
    assertTrue(
        done.contains("register io.laserstreams.schema.Item as once.items-value"), done.toString());
    assertTrue(
        done.contains(
            "configure share group once-worker: share.auto.offset.reset=earliest,"
                + " share.isolation.level=read_committed"),
        done.toString());
    assertEquals(
        Arrays.stream(Topic.values()).map(topic -> topic.on("once.")).sorted().toList(),
        admin.listTopics().names().get().stream()
            .filter(name -> name.startsWith("once."))
            .sorted()
            .toList());
    assertEquals(
        Layout.DEFAULT_PARTITIONS,
        admin
            .describeTopics(List.of("once.items"))
            .allTopicNames()
            .get()
            .get("once.items")
            .partitions()
            .size());
    assertEquals(
        "earliest", config(ConfigResource.Type.GROUP, "once-worker", "share.auto.offset.reset"));
    assertEquals(
        "read_committed",
        config(ConfigResource.Type.GROUP, "once-worker", "share.isolation.level"));

    assertEquals(List.of(), applied(layout, true));
  }

  @Test
  void shouldMakeTheRegistryRefuseAnIncompatibleSchema() {
    applied(Layout.standard().withPrefix("guarded."), true);
    RegistryClient registry = RegistryClient.at(cluster.registryUrl());
    Schema incompatible =
        SchemaBuilder.record("io.laserstreams.schema.Item")
            .fields()
            .requiredInt("other")
            .endRecord();
    RegistryException refused =
        assertThrows(
            RegistryException.class, () -> registry.register("guarded.items-value", incompatible));
    assertEquals(409, refused.status());
  }

  @Test
  void shouldNameTheSubjectThatHoldsAnIncompatibleSchema() throws Exception {
    RegistryClient.at(cluster.registryUrl())
        .register(
            "taken.items-value",
            SchemaBuilder.record("io.laserstreams.schema.Item")
                .fields()
                .requiredInt("other")
                .endRecord());
    UserException e =
        assertThrows(
            UserException.class, () -> applied(Layout.standard().withPrefix("taken."), true));
    assertTrue(
        e.getMessage().contains("incompatible schema under taken.items-value"), e.getMessage());
  }

  @Test
  void shouldRefuseAnotherPartitionCountAndChangeNothing() throws Exception {
    admin.createTopics(List.of(new NewTopic("odd.interactions", 3, (short) 1))).all().get();
    Await.value(
        () -> admin.listTopics().names().get(), names -> names.contains("odd.interactions"));
    UserException e =
        assertThrows(
            UserException.class, () -> applied(Layout.standard().withPrefix("odd."), true));
    assertTrue(e.getMessage().contains("odd.interactions has 3 instead of 4"), e.getMessage());
    assertEquals(
        List.of("odd.interactions"),
        admin.listTopics().names().get().stream().filter(name -> name.startsWith("odd.")).toList());
  }

  @Test
  void shouldAlignADriftedRetention() throws Exception {
    Layout layout = Layout.standard().withPrefix("drift.");
    applied(layout, true);
    ConfigResource scores = new ConfigResource(ConfigResource.Type.TOPIC, "drift.scores");
    admin
        .incrementalAlterConfigs(
            Map.of(
                scores,
                List.of(
                    new AlterConfigOp(
                        new ConfigEntry("retention.ms", "1000"), AlterConfigOp.OpType.SET))))
        .all()
        .get();
    assertEquals(
        List.of("configure topic drift.scores: retention.ms from 1000 to 604800000"),
        applied(layout, true));
    assertEquals("604800000", config(ConfigResource.Type.TOPIC, "drift.scores", "retention.ms"));
  }

  @Test
  void shouldSayThatNoBrokerAnswers() {
    try (TopicProvisioner provisioner =
        TopicProvisioner.connect(
            Map.of(
                "bootstrap.servers",
                "127.0.0.1:1",
                "default.api.timeout.ms",
                1_000,
                "request.timeout.ms",
                500),
            cluster.registryUrl(),
            Layout.standard())) {
      UserException e = assertThrows(UserException.class, provisioner::plan);
      assertTrue(
          e.getMessage()
              .startsWith("No broker answers at 127.0.0.1:1 (127.0.0.1:1: Connection refused)"),
          e.getMessage());
    }
  }

  @Test
  void shouldSayThatTheRegistryDoesNotAnswer() {
    try (TopicProvisioner provisioner =
        TopicProvisioner.connect(
            Map.of("bootstrap.servers", cluster.bootstrapServers()),
            "http://127.0.0.1:1",
            Layout.standard().withPrefix("lost."))) {
      UserException e = assertThrows(UserException.class, provisioner::plan);
      assertTrue(
          e.getMessage()
              .contains(
                  "at the schema registry http://127.0.0.1:1 (schema.registry.url): Connection"
                      + " refused"),
          e.getMessage());
    }
  }

  private static List<String> applied(Layout layout, boolean apply) {
    try (TopicProvisioner provisioner =
        TopicProvisioner.connect(
            Map.of("bootstrap.servers", cluster.bootstrapServers()),
            cluster.registryUrl(),
            layout)) {
      Plan plan = provisioner.plan();
      if (!apply) {
        return plan.steps().stream().map(Plan.Step::description).toList();
      }
      List<String> done = new ArrayList<>();
      provisioner.apply(plan, step -> done.add(step.description()));
      return done;
    }
  }

  private static String config(ConfigResource.Type type, String name, String key) throws Exception {
    ConfigResource resource = new ConfigResource(type, name);
    return admin.describeConfigs(List.of(resource)).all().get().get(resource).get(key).value();
  }
}
