package io.laserstreams.runtime.config;

import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;

import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.NonEmptyString;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;

/**
 * The keys that every app has. An app's definition starts with {@link #definition} and adds its
 * own.
 */
public final class CommonConfig {
  public static final String BOOTSTRAP_SERVERS = "bootstrap.servers";
  public static final String SCHEMA_REGISTRY_URL = "schema.registry.url";
  public static final String SCHEMA_REGISTRY_PATIENCE_MS = "schema.registry.patience.ms";
  public static final String TOPIC_PREFIX = "topic.prefix";
  public static final String APPLICATION_ID = "application.id";
  public static final String INSTANCE_ID = "instance.id";
  public static final String STATE_DIR = "state.dir";
  public static final String TOPICS_CHECK_MS = "topics.check.ms";
  public static final String HTTP_HOST = "http.host";
  public static final String HTTP_PORT = "http.port";

  /** {@code http.port} that switches the endpoint off. */
  public static final int NO_HTTP = -1;

  private static final Pattern TOPIC_NAME_PART = Pattern.compile("[A-Za-z0-9._-]{0,100}");
  private static final int HIGHEST_PORT = 65_535;

  private CommonConfig() {}

  /** A fresh definition with the common keys, to which the app adds its own. */
  public static ConfigDef definition(int defaultHttpPort) {
    return new ConfigDef()
        .define(
            BOOTSTRAP_SERVERS,
            Type.LIST,
            "localhost:9092",
            BrokerAddress.validator(),
            Importance.HIGH,
            "Brokers to ask first, as host:port.")
        .define(
            SCHEMA_REGISTRY_URL,
            Type.STRING,
            "http://localhost:8081",
            RegistryAddress.validator(),
            Importance.HIGH,
            "Schema registry with Confluent's REST API; several URLs are separated by commas. A"
                + " registry that asks who one is gets user and password from its URL:"
                + " https://user:${env:PASSWORD}@host.")
        .define(
            SCHEMA_REGISTRY_PATIENCE_MS,
            Type.LONG,
            120_000L,
            atLeast(0),
            Importance.LOW,
            "How long one question to a schema registry that does not answer is repeated before the"
                + " work is interrupted and started again. No record is skipped for it.")
        .define(
            TOPIC_PREFIX,
            Type.STRING,
            "laser.",
            ConfigDef.LambdaValidator.with(
                CommonConfig::checkPrefix, () -> "up to 100 of A-Z a-z 0-9 . _ -"),
            Importance.HIGH,
            "Prefix of every topic's name, so that several systems can live on one cluster.")
        .define(
            APPLICATION_ID,
            Type.STRING,
            null,
            Importance.HIGH,
            "Consumer group, prefix of internal topics and of transactional ids. Unset: the topic"
                + " prefix without its last dot, a hyphen and the app's name, for example"
                + " laser-scoring.")
        .define(
            INSTANCE_ID,
            Type.STRING,
            null,
            Importance.LOW,
            "Name of this instance among those with the same application id, unique and stable over"
                + " restarts: an instance that died takes its old place at once when it starts"
                + " again. Unset: apps on Kafka Streams draw one and keep it in the state.dir.")
        .define(
            STATE_DIR,
            Type.STRING,
            "state",
            new NonEmptyString(),
            Importance.HIGH,
            "Folder for local state, below which each application id has its own. Local state is a"
                + " cache of Kafka's topics and may be lost, at the price of reading them again.")
        .define(
            TOPICS_CHECK_MS,
            Type.LONG,
            2_000L,
            atLeast(100),
            Importance.LOW,
            "How often the app's topics are looked at: one that was deleted is named in the app's"
                + " health, one that was made again is begun anew where that is right, and another"
                + " number of partitions stops an app whose state lies by them.")
        .define(
            HTTP_HOST,
            Type.STRING,
            "127.0.0.1",
            new NonEmptyString(),
            Importance.MEDIUM,
            "Address on which metrics and health are served; 0.0.0.0 for all.")
        .define(
            HTTP_PORT,
            Type.INT,
            defaultHttpPort,
            between(NO_HTTP, HIGHEST_PORT),
            Importance.MEDIUM,
            "Port on which metrics and health are served; 0 for any free one, -1 for none.");
  }

  /** Names of the keys that every app has. */
  public static Set<String> names() {
    return definition(NO_HTTP).names();
  }

  private static void checkPrefix(String name, Object value) {
    if (value == null || !TOPIC_NAME_PART.matcher((String) value).matches()) {
      throw new ConfigException(name, value, "may have up to 100 of A-Z a-z 0-9 . _ -");
    }
  }
}
