package io.laserstreams.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.laserstreams.cluster.Cluster;
import io.laserstreams.systemtests.support.Bundles;
import io.laserstreams.systemtests.support.ClusterUnderTest;
import io.laserstreams.systemtests.support.LaserSystem;
import io.laserstreams.tools.apps.AppKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real client in another language, with Confluent's own Avro serialiser: same bytes, same
 * partitions, same scores.
 */
@Tag("broker")
@ExtendWith(ClusterUnderTest.class)
class JavaScriptClientTest {
  @TempDir Path folder;

  @Test
  void shouldServeAJavaScriptClient(Cluster cluster) throws Exception {
    Path client = installed();
    try (LaserSystem system = new LaserSystem(cluster, "javascript.", folder.resolve("state"))) {
      system.start(AppKind.SCORING, Map.of("model.bundle", Bundles.file(folder, "m1").toString()));
      Path out = folder.resolve("client.out");
      int exit =
          run(
              client,
              out,
              "node",
              "client.cjs",
              cluster.bootstrapServers(),
              cluster.registryUrl(),
              system.prefix());
      String output = Files.readString(out);
      assertEquals(0, exit, output);
      JsonNode score = new ObjectMapper().readTree(output);
      assertEquals("javascript-user-ü", score.get("key").asText());
      assertEquals("SCORED", score.get("outcome").asText());
      assertEquals(1, score.get("historyLength").asInt(), output);
      assertEquals(3, score.get("candidates").size(), output);
      assertEquals(1, score.get("seen").size(), output);
      assertEquals("a", score.get("seen").get(0).asText(), output);
      assertEquals(10, score.get("newestEventAge").asLong(), output);
    }
  }

  /** A folder with the client and its packages; skips the test if npm cannot install them. */
  private Path installed() throws IOException, InterruptedException {
    Path client = Files.createDirectories(folder.resolve("client"));
    for (String file : new String[] {"package.json", "client.cjs"}) {
      Files.copy(Path.of("src/test/js").resolve(file), client.resolve(file));
    }
    Path log = folder.resolve("npm.log");
    boolean installed;
    try {
      installed =
          run(
                  client,
                  log,
                  "npm",
                  "install",
                  "--no-audit",
                  "--no-fund",
                  "--no-package-lock",
                  "--ignore-scripts")
              == 0;
    } catch (IOException e) {
      installed = false;
    }
    assumeTrue(installed, "SKIPPED: npm is missing or could not install the client's packages");
    assertTrue(Files.isDirectory(client.resolve("node_modules")));
    return client;
  }

  private static int run(Path directory, Path out, String... command)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    if (!process.waitFor(180, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    return process.exitValue();
  }
}
