package io.laserstreams.runtime.config;

import static java.util.Objects.requireNonNull;

import io.laserstreams.schema.Topic;
import io.laserstreams.schema.registry.RegistryUrls;
import io.laserstreams.schema.serde.RegistrySchemas;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;

/**
 * An app's configuration, read and validated once: the common keys by name, the app's own by type,
 * and the properties of its Kafka clients. Immutable.
 *
 * <p>The app's definition starts with {@link CommonConfig#definition}. Every key must be defined
 * there or start with {@link ClientProperties#PREFIX}.
 */
public final class AppConfig {
  private final String app;
  private final AbstractConfig values;
  private final ClientProperties clients;

  private AppConfig(String app, AbstractConfig values, ClientProperties clients) {
    this.app = app;
    this.values = values;
    this.clients = clients;
  }

  /**
   * Reads an app's properties; {@code ${env:VAR}}, {@code ${file:/path:key}} and {@code
   * ${dir:/path:file}} are replaced.
   *
   * @param app the app's short name, for example {@code scoring}
   * @throws org.apache.kafka.common.config.ConfigException naming the key, its value and what would
   *     be valid
   */
  public static AppConfig of(String app, ConfigDef definition, Map<String, ?> properties) {
    return of(app, definition, properties, Placeholders.ofEnvironment());
  }

  static AppConfig of(
      String app, ConfigDef definition, Map<String, ?> properties, Placeholders placeholders) {
    requireNonNull(app, "app is null");
    requireNonNull(definition, "definition is null");
    requireNonNull(properties, "properties is null");
    Map<String, Object> resolved = placeholders.resolve(properties);
    AbstractConfig values = StrictParser.parse(definition, resolved);
    ClientProperties clients =
        ClientProperties.from(resolved, values.getList(CommonConfig.BOOTSTRAP_SERVERS));
    PassThroughValues.check(clients);
    SecurityCheck.of(clients);
    return new AppConfig(app, values, clients);
  }

  /** The app's short name. */
  public String app() {
    return app;
  }

  /** Properties for Kafka's clients, with the pass-through keys. */
  public ClientProperties clients() {
    return clients;
  }

  public String bootstrapServers() {
    return String.join(",", getList(CommonConfig.BOOTSTRAP_SERVERS));
  }

  public String schemaRegistryUrl() {
    return getString(CommonConfig.SCHEMA_REGISTRY_URL);
  }

  /** {@link #schemaRegistryUrl} as people may see it, without user and password. */
  public String schemaRegistryAddress() {
    return RegistryUrls.shown(schemaRegistryUrl());
  }

  public Duration schemaRegistryPatience() {
    return getMillis(CommonConfig.SCHEMA_REGISTRY_PATIENCE_MS);
  }

  /** Schemas looked up, never registered. */
  public RegistrySchemas schemas() {
    return RegistrySchemas.lookingUp(schemaRegistryUrl(), schemaRegistryPatience());
  }

  public String topicPrefix() {
    return getString(CommonConfig.TOPIC_PREFIX);
  }

  /** The topic's name on this cluster. */
  public String topic(Topic topic) {
    return topic.on(topicPrefix());
  }

  public String applicationId() {
    String id = getString(CommonConfig.APPLICATION_ID);
    if (id != null && !id.isBlank()) {
      return id;
    }
    String prefix = topicPrefix();
    String stem =
        prefix.endsWith(".") || prefix.endsWith("-")
            ? prefix.substring(0, prefix.length() - 1)
            : prefix;
    return stem.isEmpty() ? app : stem + "-" + app;
  }

  public Optional<String> instanceId() {
    return Optional.ofNullable(getString(CommonConfig.INSTANCE_ID)).filter(id -> !id.isBlank());
  }

  /** Folder below which each application id has its own. */
  public Path stateDir() {
    return Path.of(getString(CommonConfig.STATE_DIR));
  }

  public String httpHost() {
    return getString(CommonConfig.HTTP_HOST);
  }

  public int httpPort() {
    return getInt(CommonConfig.HTTP_PORT);
  }

  public String getString(String key) {
    return values.getString(key);
  }

  public int getInt(String key) {
    return values.getInt(key);
  }

  public long getLong(String key) {
    return values.getLong(key);
  }

  public double getDouble(String key) {
    return values.getDouble(key);
  }

  /** Whether a key has a value, be it its default. */
  public boolean isSet(String key) {
    return values.values().get(key) != null;
  }

  public boolean getBoolean(String key) {
    return values.getBoolean(key);
  }

  public List<String> getList(String key) {
    return values.getList(key);
  }

  /** The secret's text, or null where it is unset. */
  public String getSecret(String key) {
    return values.getPassword(key) == null ? null : values.getPassword(key).value();
  }

  /** A LONG key in milliseconds as a duration. */
  public Duration getMillis(String key) {
    return Duration.ofMillis(values.getLong(key));
  }
}
