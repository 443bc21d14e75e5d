package io.laserstreams.runtime.config;

import io.laserstreams.runtime.failure.Causes;
import java.security.Security;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.JaasContext;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;

/**
 * Checks the settings by which clients authenticate, before a client is created: there, a mistake
 * shows as "Failed to create new KafkaAdminClient", or as brokers that do not answer. Connects to
 * nothing, logs nobody in and reveals no secret.
 */
final class SecurityCheck {
  private static final String SASL_CLIENTS = "SaslClientFactory.";

  private final ClientProperties clients;
  private final String kind;
  private final AbstractConfig values;

  private SecurityCheck(ClientProperties clients, String kind, Map<String, Object> properties) {
    this.clients = clients;
    this.kind = kind;
    this.values = new AbstractConfig(AdminClientConfig.configDef(), properties, false);
  }

  /**
   * @throws ConfigException naming the key, its value unless it is a secret, and the cause
   */
  static void of(ClientProperties clients) {
    Map<String, Map<String, Object>> kinds = new LinkedHashMap<>();
    kinds.put(ClientProperties.ADMIN, clients.admin());
    kinds.put(ClientProperties.CONSUMER, clients.consumer());
    kinds.put(ClientProperties.PRODUCER, clients.producer());
    kinds.forEach((kind, properties) -> new SecurityCheck(clients, kind, properties).check());
  }

  private void check() {
    String protocol =
        values.getString(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG).toUpperCase(Locale.ROOT);
    for (String address : values.getList(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)) {
      String asked = BrokerAddress.parse(address).protocol();
      if (asked != null && !asked.equals(protocol)) {
        throw new ConfigException(
            "Configuration key "
                + CommonConfig.BOOTSTRAP_SERVERS
                + " has "
                + address
                + ", but "
                + key(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG)
                + " is "
                + protocol
                + ": the latter decides; let them agree");
      }
    }
    if (protocol.startsWith("SASL")) {
      checkLogin();
    }
    if (protocol.endsWith("SSL")
        && values.getClass(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG) == null) {
      checkTls();
    }
  }

  private void checkLogin() {
    AppConfigurationEntry login;
    try {
      login = JaasContext.loadClientContext(values.values()).configurationEntries().get(0);
    } catch (IllegalArgumentException | KafkaException e) {
      boolean missing = values.getPassword(SaslConfigs.SASL_JAAS_CONFIG) == null;
      // Without the cause and what it quotes, which may be part of the password.
      throw new ConfigException(
          "Configuration key "
              + key(SaslConfigs.SASL_JAAS_CONFIG)
              + " has "
              + (missing
                  ? "no value: " + e.getMessage()
                  : "the invalid value [hidden]: "
                      + String.valueOf(e.getMessage()).replaceAll(" '[^']*'", "")));
    }
    try {
      Class.forName(
          login.getLoginModuleName(), true, Thread.currentThread().getContextClassLoader());
    } catch (ClassNotFoundException | LinkageError e) {
      throw new ConfigException(
          "Configuration key "
              + key(SaslConfigs.SASL_JAAS_CONFIG)
              + " names the login module "
              + login.getLoginModuleName()
              + ", which is not on the class path");
    }
    String mechanism = values.getString(SaslConfigs.SASL_MECHANISM);
    if (values.getClass(SaslConfigs.SASL_LOGIN_CLASS) == null
        && Security.getProviders(SASL_CLIENTS + mechanism) == null) {
      throw new ConfigException(
          "Configuration key "
              + key(SaslConfigs.SASL_MECHANISM)
              + " has the invalid value '"
              + mechanism
              + "'; with the login module "
              + login.getLoginModuleName()
              + " valid is one of "
              + mechanisms());
    }
  }

  private static String mechanisms() {
    return Security.getAlgorithms("SaslClientFactory").stream()
        .collect(Collectors.toCollection(TreeSet::new))
        .toString();
  }

  private void checkTls() {
    try (DefaultSslEngineFactory stores = new DefaultSslEngineFactory()) {
      stores.configure(values.values());
    } catch (RuntimeException e) {
      String causes = Causes.of(e);
      throw new ConfigException("Configuration key " + blamed(causes) + ": " + causes);
    }
  }

  /** The TLS setting that the text is about, with its value unless it is a secret. */
  private String blamed(String causes) {
    Map<String, Object> set = new TreeMap<>(values.originalsWithPrefix("ssl.", false));
    Optional<String> byValue =
        set.entrySet().stream()
            .filter(
                setting ->
                    setting.getKey().endsWith(".location")
                        && causes.contains(String.valueOf(setting.getValue())))
            .map(
                setting ->
                    key(setting.getKey())
                        + " has the value '"
                        + setting.getValue()
                        + "', which cannot be used")
            .findFirst();
    return byValue.orElseGet(
        () ->
            set.keySet().stream().map(this::key).collect(Collectors.joining(", "))
                + " cannot be used");
  }

  private String key(String property) {
    return clients.keyOf(kind, property);
  }
}
