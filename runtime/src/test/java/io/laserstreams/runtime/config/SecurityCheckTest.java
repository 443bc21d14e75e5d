package io.laserstreams.runtime.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecurityCheckTest {
  private static final String PLAIN = "org.apache.kafka.common.security.plain.PlainLoginModule";
  private static final String SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule";

  @TempDir private Path dir;

  @ParameterizedTest
  @CsvSource({PLAIN + ", PLAIN", SCRAM + ", SCRAM-SHA-256", SCRAM + ", SCRAM-SHA-512"})
  void shouldTakeALogin(String module, String mechanism) {
    assertEquals(
        mechanism,
        read(sasl(mechanism, module + " required username=\"a\" password=\"hunter2\";"))
            .clients()
            .admin()
            .get("sasl.mechanism"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        PLAIN + " required username=\"a\" password=\"hunter2\"",
        PLAIN + " required username=a password=x hunter2;",
        PLAIN + " hunter2 username=\"a\";",
        "required username=\"a\" password=\"hunter2\";",
        "org.apache.kafka.common.security.plain.PlanLoginModule required username=\"a\""
            + " password=\"hunter2\";"
      })
  void shouldNameTheKeyOfALoginThatCannotBeReadAndNotThePassword(String jaas) {
    String said = refused(sasl("PLAIN", jaas));
    assertTrue(said.startsWith("Configuration key kafka.sasl.jaas.config "), said);
    assertFalse(said.contains("hunter2"), said);
  }

  @Test
  void shouldSayWhatIsWrongWithALogin() {
    assertEquals(
        "Configuration key kafka.sasl.jaas.config has the invalid value [hidden]: JAAS config entry"
            + " not terminated by semi-colon",
        refused(sasl("PLAIN", PLAIN + " required username=\"a\" password=\"hunter2\"")));
    assertEquals(
        "Configuration key kafka.sasl.jaas.config names the login module com.example.Nope, which is"
            + " not on the class path",
        refused(sasl("PLAIN", "com.example.Nope required;")));
    String missing = refused(Map.of("kafka.security.protocol", "SASL_SSL"));
    assertTrue(
        missing.startsWith("Configuration key kafka.sasl.jaas.config has no value: "), missing);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SCRAM-SHA-521", "PLANE", "scram", "BEARER"})
  void shouldRefuseAMechanismThatNobodyKnows(String mechanism) {
    String said = refused(sasl(mechanism, SCRAM + " required username=\"a\" password=\"p\";"));
    assertTrue(
        said.startsWith(
            "Configuration key kafka.sasl.mechanism has the invalid value '" + mechanism + "'; "),
        said);
    assertTrue(said.contains("SCRAM-SHA-512"), said);
  }

  @Test
  void shouldNameTheKeyOfTheClientThatHasIt() {
    Map<String, String> properties =
        new HashMap<>(sasl("PLAIN", PLAIN + " required username=\"a\" password=\"p\";"));
    properties.put("kafka.producer.sasl.mechanism", "PLANE");
    assertTrue(
        refused(properties)
            .startsWith(
                "Configuration key kafka.producer.sasl.mechanism has the invalid value 'PLANE'"),
        refused(properties));
  }

  @Test
  void shouldNameATrustStoreThatIsMissingOrHasAnotherPassword() throws Exception {
    String missing = refused(tls("/nowhere/trust.p12", "PKCS12", "hunter2"));
    assertEquals(
        "Configuration key kafka.ssl.truststore.location has the value '/nowhere/trust.p12', which"
            + " cannot be used: Failed to load SSL keystore /nowhere/trust.p12 of type PKCS12:"
            + " there is no file or folder /nowhere/trust.p12",
        missing);

    Path store = store("right");
    assertEquals(
        store.toString(),
        read(tls(store.toString(), "PKCS12", "right"))
            .clients()
            .admin()
            .get("ssl.truststore.location"));
    String wrong = refused(tls(store.toString(), "PKCS12", "hunter2"));
    assertTrue(
        wrong.startsWith(
            "Configuration key kafka.ssl.truststore.location has the value '" + store + "'"),
        wrong);
    assertTrue(wrong.contains("Failed PKCS12 integrity checking"), wrong);
    assertFalse(wrong.contains("hunter2"), wrong);
  }

  @Test
  void shouldNameAPemThatIsNone() throws Exception {
    Path pem = Files.writeString(dir.resolve("ca.pem"), "no certificate");
    String file =
        refused(
            Map.of(
                "kafka.security.protocol",
                "SSL",
                "kafka.ssl.truststore.type",
                "PEM",
                "kafka.ssl.truststore.location",
                pem.toString()));
    assertTrue(
        file.startsWith(
            "Configuration key kafka.ssl.truststore.location has the value '" + pem + "'"),
        file);
    String inline =
        refused(
            Map.of(
                "kafka.security.protocol",
                "SSL",
                "kafka.ssl.truststore.type",
                "PEM",
                "kafka.ssl.truststore.certificates",
                "-----BEGIN CERTIFICATE----- hunter2 -----END CERTIFICATE-----"));
    assertTrue(
        inline.startsWith(
            "Configuration key kafka.ssl.truststore.certificates, kafka.ssl.truststore.type cannot"
                + " be used: "),
        inline);
    assertFalse(inline.contains("hunter2"), inline);
  }

  private Path store(String password) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setEntry(
        "any",
        new KeyStore.SecretKeyEntry(new SecretKeySpec(new byte[16], "AES")),
        new KeyStore.PasswordProtection(password.toCharArray()));
    Path file = dir.resolve("trust.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, password.toCharArray());
    }
    return file;
  }

  private static Map<String, String> sasl(String mechanism, String jaas) {
    return Map.of(
        "kafka.security.protocol",
        "SASL_PLAINTEXT",
        "kafka.sasl.mechanism",
        mechanism,
        "kafka.sasl.jaas.config",
        jaas);
  }

  private static Map<String, String> tls(String location, String type, String password) {
    return Map.of(
        "kafka.security.protocol",
        "SSL",
        "kafka.ssl.truststore.location",
        location,
        "kafka.ssl.truststore.type",
        type,
        "kafka.ssl.truststore.password",
        password);
  }

  private static String refused(Map<String, String> properties) {
    return assertThrows(ConfigException.class, () -> read(properties)).getMessage();
  }

  private static AppConfig read(Map<String, String> properties) {
    return AppConfig.of("scoring", CommonConfig.definition(0), properties);
  }
}
