package io.laserstreams.cluster;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.state.Folders;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A real KRaft broker in this JVM and a real Schema Registry in a child process, on the loopback
 * interface, for demonstrations, tests and a first look. Share groups are on, topics are not
 * auto-created.
 */
public final class EmbeddedCluster implements Cluster {
  private static final String BROKER = "broker";
  private static final String REGISTRY = "registry";

  /** What it keeps in its directory. */
  public static final Set<String> FOLDERS = Set.of(BROKER, REGISTRY);

  private final Path directory;
  private final boolean temporary;
  private final DirectoryLock lock;
  private final EmbeddedBroker broker;
  private final RegistryProcess registry;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Thread shutdownHook = new Thread(this::release, "embedded-cluster-shutdown");

  private EmbeddedCluster(
      Path directory,
      boolean temporary,
      DirectoryLock lock,
      EmbeddedBroker broker,
      RegistryProcess registry) {
    this.directory = directory;
    this.temporary = temporary;
    this.lock = lock;
    this.broker = broker;
    this.registry = registry;
  }

  /**
   * @param directory where topics and schemas are kept for the next start, null for a temporary
   *     directory
   * @param brokerPort port of the broker, 0 for a free one
   * @param registryPort port of the registry, 0 for a free one
   * @param brokerConfig further broker configuration, which overrides the defaults
   * @param shutdownHook whether a shutdown of the JVM closes the cluster; false if the owner closes
   *     it, after the apps
   */
  public record Settings(
      @Nullable Path directory,
      int brokerPort,
      int registryPort,
      Map<String, String> brokerConfig,
      boolean shutdownHook) {
    public Settings {
      brokerConfig = Map.copyOf(brokerConfig);
    }

    /** Everything temporary, on free ports. */
    public static Settings temporary() {
      return new Settings(null, 0, 0, Map.of(), true);
    }

    public Settings withDirectory(@Nullable Path value) {
      return new Settings(value, brokerPort, registryPort, brokerConfig, shutdownHook);
    }

    public Settings withPorts(int broker, int registry) {
      return new Settings(directory, broker, registry, brokerConfig, shutdownHook);
    }

    public Settings withBrokerConfig(Map<String, String> value) {
      return new Settings(directory, brokerPort, registryPort, value, shutdownHook);
    }

    public Settings withoutShutdownHook() {
      return new Settings(directory, brokerPort, registryPort, brokerConfig, false);
    }
  }

  /**
   * Starts both and returns when both are ready.
   *
   * @throws io.laserstreams.runtime.failure.UserException if a port or the directory is in use
   */
  public static EmbeddedCluster start(Settings settings) {
    return start(settings, progress -> {});
  }

  /**
   * Starts both and returns when both are ready.
   *
   * @param progress receives a sentence now and then while that takes long
   * @throws io.laserstreams.runtime.failure.UserException if a port or the directory is in use
   */
  public static EmbeddedCluster start(Settings settings, Consumer<String> progress) {
    requireNonNull(settings, "settings is null");
    List<Integer> ports =
        Ports.claim(
            List.of(
                Ports.Request.local("The broker", settings.brokerPort()),
                Ports.Request.local("The schema registry", settings.registryPort()),
                Ports.Request.local("The controller", 0)));
    int brokerPort = ports.get(0);
    int registryPort = ports.get(1);
    int controllerPort = ports.get(2);
    Path chosen = settings.directory();
    boolean temporary = chosen == null;
    Path directory =
        chosen == null ? Directories.temporary("laser-cluster-") : Directories.create(chosen);
    DirectoryLock lock = DirectoryLock.take(directory);
    EmbeddedCluster cluster;
    try {
      EmbeddedBroker broker =
          EmbeddedBroker.in(
              Directories.create(directory.resolve(BROKER)),
              brokerPort,
              controllerPort,
              settings.brokerConfig());
      RegistryProcess registry =
          new RegistryProcess(Directories.create(directory.resolve(REGISTRY)), registryPort);
      cluster = new EmbeddedCluster(directory, temporary, lock, broker, registry);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
    if (settings.shutdownHook()) {
      Runtime.getRuntime().addShutdownHook(cluster.shutdownHook);
    }
    try {
      cluster.registry.launch();
      cluster.broker.start();
      cluster.registry.awaitReady(progress);
      return cluster;
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  @Override
  public String bootstrapServers() {
    return broker.address();
  }

  @Override
  public String registryUrl() {
    return registry.url();
  }

  /** The directory of topics, schemas and logs. */
  public Path directory() {
    return directory;
  }

  @Override
  public void stopBroker() {
    broker.stop();
  }

  @Override
  public void startBroker() {
    broker.start();
  }

  @Override
  public void stopRegistry() {
    registry.stop();
  }

  @Override
  public void startRegistry() {
    registry.start();
  }

  @Override
  public void close() {
    release();
    try {
      Runtime.getRuntime().removeShutdownHook(shutdownHook);
    } catch (IllegalStateException shuttingDown) {
      // The hook runs or has run: nothing is left to remove.
    }
  }

  private void release() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    registry.stop();
    broker.stop();
    lock.close();
    if (temporary) {
      Folders.delete(directory);
    }
  }
}
