package io.laserstreams.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.schema.Item;
import io.laserstreams.schema.serde.RegistrySchemas;
import io.laserstreams.schema.serde.RegistryUnavailableException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("broker")
class EmbeddedClusterTest {
  @Test
  void shouldKeepTopicsAndSchemasOverStopsAndStarts(@TempDir Path directory) throws Exception {
    EmbeddedCluster.Settings settings =
        EmbeddedCluster.Settings.temporary().withDirectory(directory);
    int id;
    try (EmbeddedCluster cluster = EmbeddedCluster.start(settings)) {
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
        admin.createTopics(List.of(new NewTopic("kept", 1, (short) 1))).all().get();
        assertTrue(
            admin
                .describeFeatures()
                .featureMetadata()
                .get()
                .finalizedFeatures()
                .containsKey("share.version"));
      }
      UserException inUse =
          assertThrows(UserException.class, () -> EmbeddedCluster.start(settings));
      assertEquals(
          "Directory "
              + directory
              + " is in use by another cluster. Stop that one or choose another directory.",
          inUse.getMessage());
      id =
          RegistrySchemas.registering(cluster.registryUrl(), Duration.ofSeconds(30))
              .id("kept-value", Item.SCHEMA$);

      cluster.stopRegistry();
      assertThrows(
          RegistryUnavailableException.class,
          () -> RegistrySchemas.lookingUp(cluster.registryUrl(), Duration.ZERO).byId(id));
      cluster.startRegistry();
      assertEquals(
          Item.SCHEMA$,
          RegistrySchemas.lookingUp(cluster.registryUrl(), Duration.ofSeconds(30)).byId(id));

      cluster.stopBroker();
      cluster.startBroker();
      assertEquals(Set.of("kept"), topics(cluster));
    }
    try (EmbeddedCluster again = EmbeddedCluster.start(settings)) {
      assertEquals(Set.of("kept"), topics(again));
      assertEquals(
          id,
          RegistrySchemas.lookingUp(again.registryUrl(), Duration.ofSeconds(30))
              .id("kept-value", Item.SCHEMA$));
    }
  }

  @Test
  void shouldLeaveNothingBehindWhenTemporary() {
    EmbeddedCluster cluster = EmbeddedCluster.start(EmbeddedCluster.Settings.temporary());
    Path directory = cluster.directory();
    assertTrue(Files.isDirectory(directory));
    cluster.close();
    assertFalse(Files.exists(directory));
  }

  @Test
  void shouldNameThePortInUse() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      UserException e =
          assertThrows(
              UserException.class,
              () -> EmbeddedCluster.start(EmbeddedCluster.Settings.temporary().withPorts(port, 0)));
      assertTrue(
          e.getMessage().startsWith("The broker cannot listen on 127.0.0.1:" + port + " ("),
          e.getMessage());
    }
  }

  @Test
  void shouldNameAPortOutOfRange() {
    UserException e =
        assertThrows(
            UserException.class,
            () -> EmbeddedCluster.start(EmbeddedCluster.Settings.temporary().withPorts(0, 99_999)));
    assertEquals(
        "The schema registry has no port 99999: choose one up to 65535, or any free port: 0",
        e.getMessage());
  }

  private static Set<String> topics(Cluster cluster) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
      return admin.listTopics().names().get();
    }
  }
}
