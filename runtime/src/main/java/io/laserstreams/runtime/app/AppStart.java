package io.laserstreams.runtime.app;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.App.Health;
import io.laserstreams.runtime.broker.ClusterWait;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.registry.SchemaWait;
import io.laserstreams.runtime.table.TableReader;
import io.laserstreams.schema.serde.Schemas;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What an app's start may use. The app's health shows what the start waits for. Not thread-safe: it
 * belongs to the starting thread.
 */
public final class AppStart {
  private static final Duration HEALTH_INTERVAL = Duration.ofMillis(500);

  private final AppConfig config;
  private final OpenResources resources;
  private final Consumer<Health> health;
  private final ClusterWait cluster;

  AppStart(AppConfig config, OpenResources resources, Consumer<Health> health) {
    this.config = requireNonNull(config, "config is null");
    this.resources = requireNonNull(resources, "resources is null");
    this.health = requireNonNull(health, "health is null");
    this.cluster = new ClusterWait(config, this::progress);
  }

  /** Waits for brokers and topics. */
  public ClusterWait cluster() {
    return cluster;
  }

  /**
   * Waits until the registry has told the topics' schemas, and returns them.
   *
   * @param written topics that the app writes: their schemas must be registered
   * @param read topics that it reads
   */
  public Schemas schemas(Set<String> written, Set<String> read) throws InterruptedException {
    Schemas schemas = config.schemas();
    new SchemaWait(config, schemas, this::progress).untilKnown(written, read);
    return schemas;
  }

  /** Shows in the app's health what the start does now. */
  public void progress(String detail) {
    health.accept(Health.starting(detail));
  }

  /**
   * Has the resource closed with the app: in reverse order of opening.
   *
   * @throws InterruptedException if the app is being closed; the resource is closed by then
   */
  public <T extends AutoCloseable> T open(T resource) throws InterruptedException {
    return resources.add(resource);
  }

  /** Starts the reader and waits until it has read its topics to their ends. */
  public void read(TableReader<?> reader) throws InterruptedException {
    reader.start();
    while (!reader.awaitReady(HEALTH_INTERVAL)) {
      Health now = reader.health();
      if (!now.live()) {
        throw new StartFailedException(now);
      }
      health.accept(now);
    }
  }
}
