package io.laserstreams.runtime.config;

import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;
import static org.apache.kafka.common.config.ConfigDef.Type.INT;
import static org.apache.kafka.common.config.ConfigDef.Type.LIST;
import static org.apache.kafka.common.config.ConfigDef.Type.LONG;
import static org.apache.kafka.common.config.ConfigDef.Type.STRING;

import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.NonEmptyString;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** The keys that every app has. An app's definition starts with {@link #definition}. */
public final class CommonConfig {
  public static final String BOOTSTRAP_SERVERS = "bootstrap.servers";

  /** Of keys that no app adds to: one that is unknown is a mistake in any file. */
  public static final String SCHEMA_REGISTRY_PREFIX = "schema.registry.";

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
  private static final int MAX_PORT = 65_535;

  public static final String DEFAULT_BOOTSTRAP_SERVERS = "localhost:9092";

  /** Where {@code laser up} and {@code docker-compose.yml} have their registry. */
  public static final String DEFAULT_REGISTRY_URL = "http://localhost:8081/apis/ccompat/v7";

  private CommonConfig() {}

  /** A new definition with the common keys, to which the app adds its own. */
  public static ConfigDef definition(int defaultHttpPort) {
    return new ConfigDef()
        .define(
            BOOTSTRAP_SERVERS,
            LIST,
            DEFAULT_BOOTSTRAP_SERVERS,
            BrokerAddress.validator(),
            Importance.HIGH,
            "Brokers to ask first, as host:port.")
        .define(
            SCHEMA_REGISTRY_URL,
            STRING,
            DEFAULT_REGISTRY_URL,
            RegistryAddress.validator(),
            Importance.HIGH,
            "Schema registry with Confluent's REST API, whose path belongs to the URL: Confluent's"
                + " own has none, Apicurio's is /apis/ccompat/v7. Several URLs are separated by"
                + " commas. A registry that requires a login gets user and password from its URL:"
                + " https://user:${env:PASSWORD}@host.")
        .define(
            SCHEMA_REGISTRY_PATIENCE_MS,
            LONG,
            120_000L,
            atLeast(0),
            Importance.LOW,
            "How long a request to a schema registry that does not answer is repeated before the"
                + " work is interrupted and restarted. No record is skipped because of it.")
        .define(
            TOPIC_PREFIX,
            STRING,
            "laser.",
            ConfigDef.LambdaValidator.with(
                CommonConfig::checkPrefix, () -> "up to 100 of A-Z a-z 0-9 . _ -"),
            Importance.HIGH,
            "Prefix of every topic's name, so that several systems can live on one cluster.")
        .define(
            APPLICATION_ID,
            STRING,
            null,
            Importance.HIGH,
            "Consumer group, prefix of internal topics and of transactional ids. Unset: the topic"
                + " prefix without its last dot, a hyphen and the app's name, for example"
                + " laser-scoring.")
        .define(
            INSTANCE_ID,
            STRING,
            null,
            Importance.LOW,
            "Name of this instance among those with the same application id, unique and stable"
                + " across restarts: an instance that died takes its old place as soon as it starts"
                + " again. Unset: apps on Kafka Streams draw one at random and keep it in"
                + " state.dir.")
        .define(
            STATE_DIR,
            STRING,
            "state",
            new NonEmptyString(),
            Importance.HIGH,
            "Folder for local state; each application id has its own folder in it. Local state is a"
                + " cache of Kafka's topics and may be lost, at the cost of reading them again.")
        .define(
            TOPICS_CHECK_MS,
            LONG,
            2_000L,
            atLeast(100),
            Importance.LOW,
            "How often to check the app's topics: the app's health names those that were deleted;"
                + " one that was created again is read from its beginning where that is right; a"
                + " changed number of partitions stops an app whose state depends on it.")
        .define(
            HTTP_HOST,
            STRING,
            "127.0.0.1",
            new NonEmptyString(),
            Importance.MEDIUM,
            "Address on which metrics and health are served; 0.0.0.0 for all.")
        .define(
            HTTP_PORT,
            INT,
            defaultHttpPort,
            between(NO_HTTP, MAX_PORT),
            Importance.MEDIUM,
            "Port on which metrics and health are served; 0 for any free one, -1 for none.");
  }

  /** Names of the keys that every app has. */
  public static Set<String> names() {
    return definition(NO_HTTP).names();
  }

  private static void checkPrefix(String name, @Nullable Object value) {
    if (value == null || !TOPIC_NAME_PART.matcher((String) value).matches()) {
      throw new ConfigException(name, value, "may have up to 100 of A-Z a-z 0-9 . _ -");
    }
  }
}
