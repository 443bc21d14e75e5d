package io.laserstreams.runtime.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.runtime.streams.StreamsKeys;
import io.laserstreams.schema.Topic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AppConfigTest {
  private static final String SECRET = "llm.api.key";

  @Test
  void shouldHaveTheDocumentedDefaults() {
    Map<String, Object> defaults =
        new HashMap<>(StreamsKeys.define(CommonConfig.definition(8090)).defaultValues());
    Map<String, Object> expected =
        new HashMap<>(
            Map.of(
                "bootstrap.servers",
                java.util.List.of("localhost:9092"),
                "schema.registry.url",
                "http://localhost:8081/apis/ccompat/v7",
                "schema.registry.patience.ms",
                120_000L,
                "topic.prefix",
                "laser.",
                "state.dir",
                "state",
                "http.host",
                "127.0.0.1",
                "http.port",
                8090));
    expected.putAll(
        Map.of(
            "processing.guarantee",
            "exactly_once_v2",
            "commit.interval.ms",
            100L,
            "num.stream.threads",
            1,
            "num.standby.replicas",
            0,
            "max.task.idle.ms",
            0L,
            "replication.factor",
            -1,
            "session.timeout.ms",
            6_000));
    expected.putAll(
        Map.of(
            "rocksdb.memory.bytes",
            268_435_456L,
            "thread.restarts.max",
            10,
            "thread.restarts.window.ms",
            600_000L,
            "max.record.bytes",
            1_000_000,
            "close.timeout.ms",
            30_000L));
    expected.put("topics.check.ms", 2_000L);
    expected.put("application.id", null);
    expected.put("instance.id", null);

    assertEquals(expected, defaults);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "schema.registry.basic.auth.user.info",
        "schema.registry.ssl.truststore.location",
        "schema.registry.bearer.auth.token"
      })
  void shouldRejectWhatOtherRegistryClientsKnow(String key) {
    String said = assertThrows(ConfigException.class, () -> read(Map.of(key, "x"))).getMessage();
    assertTrue(said.startsWith("Unknown configuration key " + key), said);
  }

  @Test
  void shouldRejectAnUnknownKeyAndNameTheNearest() {
    ConfigException e =
        assertThrows(ConfigException.class, () -> read(Map.of("topic.prefx", "x.")));

    assertTrue(
        e.getMessage()
            .contains("Unknown configuration key topic.prefx; did you mean topic.prefix?"),
        e.getMessage());
  }

  @Test
  void shouldNameKeyValueAndValidRangeOfAWrongValue() {
    String port =
        assertThrows(ConfigException.class, () -> read(Map.of("http.port", "70000"))).getMessage();
    String patience =
        assertThrows(
                ConfigException.class, () -> read(Map.of("schema.registry.patience.ms", "soon")))
            .getMessage();
    String prefix =
        assertThrows(ConfigException.class, () -> read(Map.of("topic.prefix", "a b"))).getMessage();
    String brokers =
        assertThrows(ConfigException.class, () -> read(Map.of("bootstrap.servers", "")))
            .getMessage();

    assertTrue(
        port.contains(
            "http.port has the invalid value '70000'; valid is a whole number, [-1,...,65535]"),
        port);
    assertTrue(
        patience.contains(
            "schema.registry.patience.ms has the invalid value 'soon'; valid is a whole number,"
                + " [0,...]"),
        patience);
    assertTrue(
        prefix.contains(
            "topic.prefix has the invalid value 'a b'; valid is a text, up to 100 of A-Z a-z 0-9 ."
                + " _ -"),
        prefix);
    assertTrue(brokers.contains("bootstrap.servers has the invalid value ''"), brokers);
  }

  @Test
  void shouldNameAMissingRequiredKeyWithItsMeaning() {
    ConfigDef definition =
        CommonConfig.definition(0)
            .define(
                "model.file",
                ConfigDef.Type.STRING,
                ConfigDef.Importance.HIGH,
                "The model to serve.");

    ConfigException e =
        assertThrows(ConfigException.class, () -> AppConfig.of("scoring", definition, Map.of()));

    assertEquals(
        "Configuration key model.file is missing. It means: The model to serve.", e.getMessage());
  }

  @Test
  void shouldReplaceEnvironmentVariablesAndFiles(@TempDir Path dir) throws Exception {
    Files.writeString(dir.resolve("token"), "from-file");
    Placeholders placeholders = new Placeholders(Map.of("LASER_PREFIX", "prod."));

    AppConfig config =
        AppConfig.of(
            "scoring",
            definition(),
            Map.of(
                "topic.prefix",
                "${env:LASER_PREFIX}",
                "kafka.sasl.jaas.config",
                "user ${env:LASER_PREFIX};",
                SECRET,
                "${dir:" + dir + ":token}"),
            placeholders);

    assertEquals("prod.", config.topicPrefix());
    assertEquals("user prod.;", config.clients().consumer().get("sasl.jaas.config"));
    assertEquals(Optional.of("from-file"), config.findSecret(SECRET));
  }

  @Test
  void shouldRejectPlaceholdersThatNameNothing() {
    Placeholders none = new Placeholders(Map.of());

    for (String placeholder : new String[] {"${env:LASER_NOT_SET}", "${vault:secret}"}) {
      ConfigException e =
          assertThrows(
              ConfigException.class,
              () ->
                  AppConfig.of("scoring", definition(), Map.of("topic.prefix", placeholder), none));
      assertTrue(
          e.getMessage().contains("topic.prefix names " + placeholder + ", which does not exist"),
          e.getMessage());
    }
  }

  @Test
  void shouldNotShowSecrets() {
    ConfigDef definition =
        CommonConfig.definition(0)
            .define(
                SECRET,
                ConfigDef.Type.PASSWORD,
                null,
                (name, value) -> {
                  if (value != null) {
                    throw new ConfigException(name, value, "too short");
                  }
                },
                ConfigDef.Importance.HIGH,
                "");

    ConfigException e =
        assertThrows(
            ConfigException.class,
            () -> AppConfig.of("scoring", definition, Map.of(SECRET, "sesame")));

    assertFalse(e.getMessage().contains("sesame"), e.getMessage());
  }

  @Test
  void shouldDeriveTheApplicationIdFromThePrefix() {
    assertEquals("laser-scoring", read(Map.of()).applicationId());
    assertEquals("shop.eu-scoring", read(Map.of("topic.prefix", "shop.eu.")).applicationId());
    assertEquals("scoring", read(Map.of("topic.prefix", "")).applicationId());
    assertEquals("mine", read(Map.of("application.id", "mine")).applicationId());
    assertEquals("shop.eu.items", read(Map.of("topic.prefix", "shop.eu.")).topic(Topic.ITEMS));
  }

  @Test
  void shouldPassPropertiesThroughToTheRightClients() {
    ClientProperties clients =
        read(Map.of(
                "bootstrap.servers",
                "a:1,b:2",
                "kafka.security.protocol",
                "SSL",
                "kafka.consumer.fetch.min.bytes",
                "7",
                "kafka.producer.linger.ms",
                "3",
                "kafka.streams.task.timeout.ms",
                "9",
                "kafka.consumer.security.protocol",
                "PLAINTEXT"))
            .clients();

    assertEquals(
        Map.of(
            "bootstrap.servers",
            "a:1,b:2",
            "security.protocol",
            "PLAINTEXT",
            "fetch.min.bytes",
            "7"),
        clients.consumer());
    assertEquals(
        Map.of("bootstrap.servers", "a:1,b:2", "security.protocol", "SSL", "linger.ms", "3"),
        clients.producer());
    assertEquals(
        Map.of("bootstrap.servers", "a:1,b:2", "security.protocol", "SSL"), clients.admin());
    assertEquals(
        Map.of(
            "bootstrap.servers",
            "a:1,b:2",
            "security.protocol",
            "SSL",
            "task.timeout.ms",
            "9",
            "consumer.fetch.min.bytes",
            "7",
            "consumer.security.protocol",
            "PLAINTEXT",
            "producer.linger.ms",
            "3"),
        clients.streams());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "broker-1:9092,10.0.0.7:9093",
        "[::1]:9092",
        "my_broker:9092",
        "PLAINTEXT://broker:9092",
        "a:1, b:2"
      })
  void shouldTakeBrokersAsHostAndPort(String brokers) {
    assertEquals(
        brokers.replace(" ", ""), read(Map.of("bootstrap.servers", brokers)).bootstrapServers());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.0.0.1:0",
        "127.0.0.1:99999",
        "http://127.0.0.1:9092",
        "a:9092,b",
        "a:9092,,b:9092",
        "a:port",
        ":9092",
        "a b:9092",
        "a:9092/path",
        "a:1,a:1"
      })
  void shouldRefuseWhatIsNoBroker(String brokers) {
    String said =
        assertThrows(ConfigException.class, () -> read(Map.of("bootstrap.servers", brokers)))
            .getMessage();
    assertTrue(
        said.startsWith(
            "Configuration key bootstrap.servers has the invalid value '"
                + brokers
                + "'; valid is"),
        said);
    assertTrue(said.contains("host:port"), said);
  }

  @Test
  void shouldRefuseABrokersProtocolThatIsNotTheClients() {
    String said =
        assertThrows(
                ConfigException.class, () -> read(Map.of("bootstrap.servers", "SSL://broker:9093")))
            .getMessage();
    assertTrue(
        said.contains(
            "bootstrap.servers has SSL://broker:9093, but kafka.security.protocol is PLAINTEXT"),
        said);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://registry:8081",
        "https://registry",
        "http://127.0.0.1:8080/apis/ccompat/v7",
        "http://schema_registry:8081",
        "http://[::1]:8081/",
        "http://a:1,http://b:2",
        "http://a:1, http://b:2",
        "https://ann:s3cret@registry:8081/path"
      })
  void shouldTakeRegistriesByTheirAddress(String url) {
    assertEquals(url, read(Map.of("schema.registry.url", url)).schemaRegistryUrl());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1:8081",
        "localhost",
        "ftp://a:1",
        "http:/a:1",
        "http//a:1",
        "http://",
        "http://a:99999",
        "http://a:0",
        "http://a:port",
        "http://a:1/x y",
        "http://a:1,",
        "http://a:1,b:2",
        "http://a:1?x=1"
      })
  void shouldRefuseWhatIsNoRegistry(String url) {
    String said =
        assertThrows(ConfigException.class, () -> read(Map.of("schema.registry.url", url)))
            .getMessage();
    assertTrue(
        said.startsWith(
            "Configuration key schema.registry.url has the invalid value '" + url + "'; valid is"),
        said);
    assertTrue(said.contains("http://host:port"), said);
  }

  @Test
  void shouldShowNoPasswordOfARegistry() {
    assertEquals(
        "http://a:1/x,https://b",
        read(Map.of("schema.registry.url", "http://ann:s3cret@a:1/x,https://b"))
            .schemaRegistryAddress());
    String said =
        assertThrows(
                ConfigException.class,
                () -> read(Map.of("schema.registry.url", "http://ann:s3cret@a:99999")))
            .getMessage();
    assertTrue(said.contains("'http://a:99999'"), said);
  }

  @ParameterizedTest
  @CsvSource({
    "kafka.producer.acks, maybe",
    "kafka.request.timeout.ms, soon",
    "kafka.consumer.auto.offset.reset, earliets",
    "kafka.security.protocol, SASL_SLL",
    "kafka.streams.main.consumer.max.poll.records, 0",
    "kafka.main.consumer.max.poll.records, 0",
    "kafka.streams.producer.compression.type, lz5",
    "kafka.group.protocol, stream",
    "kafka.streams.topology.optimization, much",
    "kafka.admin.retries, many",
    "kafka.consumer.key.deserializer, com.example.Nope"
  })
  void shouldRefuseAClientsWrongValueUnderItsOwnKey(String key, String value) {
    String said = assertThrows(ConfigException.class, () -> read(Map.of(key, value))).getMessage();
    assertTrue(
        said.startsWith(
            "Configuration key " + key + " has the invalid value '" + value + "'; valid is "),
        said);
  }

  @Test
  void shouldRefuseAClassThatIsNotThere() {
    assertEquals(
        "Configuration key kafka.consumer.interceptor.classes names the class com.example.Nope,"
            + " which is not on the class path",
        assertThrows(
                ConfigException.class,
                () -> read(Map.of("kafka.consumer.interceptor.classes", "com.example.Nope")))
            .getMessage());
  }

  @Test
  void shouldLetPropertiesThroughThatNoClientKnows() {
    assertEquals(
        "7",
        read(Map.of("kafka.my.interceptor.level", "7", "kafka.streams.topic.retention.ms", "1"))
            .clients()
            .consumer()
            .get("my.interceptor.level"));
  }

  private static ConfigDef definition() {
    return CommonConfig.definition(8090)
        .define(SECRET, ConfigDef.Type.PASSWORD, null, ConfigDef.Importance.HIGH, "");
  }

  private static AppConfig read(Map<String, ?> properties) {
    return AppConfig.of("scoring", definition(), properties);
  }
}
