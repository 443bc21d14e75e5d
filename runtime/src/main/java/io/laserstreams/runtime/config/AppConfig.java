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
import org.apache.kafka.common.config.types.Password;

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
   * Reads an app's properties, with {@code ${env:VAR}}, {@code ${file:/path:key}} and {@code
   * ${dir:/path:file}} replaced.
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

  /** {@link #schemaRegistryUrl} for people to see: without user and password. */
  public String schemaRegistryAddress() {
    return RegistryUrls.shown(schemaRegistryUrl());
  }

  public Duration schemaRegistryPatience() {
    return getMillis(CommonConfig.SCHEMA_REGISTRY_PATIENCE_MS);
  }

  /** Schemas that are looked up, never registered. */
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
    return find(CommonConfig.APPLICATION_ID).orElseGet(this::defaultApplicationId);
  }

  private String defaultApplicationId() {
    String prefix = topicPrefix();
    String stem =
        prefix.endsWith(".") || prefix.endsWith("-")
            ? prefix.substring(0, prefix.length() - 1)
            : prefix;
    return stem.isEmpty() ? app : stem + "-" + app;
  }

  public Optional<String> instanceId() {
    return find(CommonConfig.INSTANCE_ID);
  }

  /** Folder below which each application id has its own. */
  public Path stateDir() {
    return Path.of(getString(CommonConfig.STATE_DIR));
  }

  /** This application id's own folder below {@link #stateDir}. */
  public Path ownStateDir() {
    return stateDir().resolve(applicationId());
  }

  public String httpHost() {
    return getString(CommonConfig.HTTP_HOST);
  }

  public int httpPort() {
    return getInt(CommonConfig.HTTP_PORT);
  }

  /** The text of a key that always has one; see {@link #find} for the others. */
  public String getString(String key) {
    return values.getString(key);
  }

  /** The text of a key that may be unset; empty if it is unset or blank. */
  public Optional<String> find(String key) {
    return Optional.ofNullable(values.getString(key)).filter(text -> !text.isBlank());
  }

  /** The text of a secret; empty if unset. */
  public Optional<String> findSecret(String key) {
    return Optional.ofNullable(values.getPassword(key)).map(Password::value);
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

  public boolean getBoolean(String key) {
    return values.getBoolean(key);
  }

  public List<String> getList(String key) {
    return values.getList(key);
  }

  /** A LONG key in milliseconds as a duration. */
  public Duration getMillis(String key) {
    return Duration.ofMillis(values.getLong(key));
  }

  /** Whether a key has a value, given or by default. */
  public boolean isSet(String key) {
    return values.values().get(key) != null;
  }
}
