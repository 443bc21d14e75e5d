package io.laserstreams.systemtests.support;

import io.laserstreams.cluster.Cluster;
import io.laserstreams.cluster.EmbeddedCluster;
import java.util.Map;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Provides one cluster for all classes of a test process: embedded, or in containers with {@code
 * -Dlaser.cluster=containers}. Topic prefixes isolate tests from each other.
 */
public final class ClusterUnderTest implements ParameterResolver, ExecutionCondition {
  /** Allows short locks, for tests that wait until they expire. */
  private static final Map<String, String> BROKER_CONFIG =
      Map.of("group.share.min.record.lock.duration.ms", "1000");

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(ClusterUnderTest.class);

  /** Closed by JUnit when the process has run its last class. */
  private record Shared(Cluster cluster) implements AutoCloseable {
    @Override
    public void close() {
      cluster.close();
    }
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return kind().equals("containers") && !ContainerCluster.isAvailable()
        ? ConditionEvaluationResult.disabled(
            "SKIPPED: no Docker engine answers here, or it lacks the images of broker and"
                + " registry; pull them, or make stand-ins with docker/make-local-images.sh")
        : ConditionEvaluationResult.enabled("the cluster can be started");
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Cluster.class;
  }

  @Override
  public Cluster resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getStore(ExtensionContext.StoreScope.LAUNCHER_SESSION, NAMESPACE)
        .computeIfAbsent(Shared.class, unused -> new Shared(start()), Shared.class)
        .cluster();
  }

  private static Cluster start() {
    return switch (kind()) {
      case "embedded" ->
          EmbeddedCluster.start(
              EmbeddedCluster.Settings.temporary().withBrokerConfig(BROKER_CONFIG));
      case "containers" -> ContainerCluster.start(BROKER_CONFIG);
      default ->
          throw new IllegalArgumentException(
              "laser.cluster is '" + kind() + "', must be embedded or containers");
    };
  }

  private static String kind() {
    return System.getProperty("laser.cluster", "embedded");
  }
}
