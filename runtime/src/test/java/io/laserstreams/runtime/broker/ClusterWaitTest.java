package io.laserstreams.runtime.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.runtime.TestBroker;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.config.CommonConfig;
import io.laserstreams.testsupport.Await;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("broker")
class ClusterWaitTest {
  @TempDir private Path dir;
  private volatile String waitingFor = "";

  @Test
  void shouldWaitForAHostThatCannotBeResolvedYet() throws Exception {
    Thread waiting = start(Map.of("bootstrap.servers", "no-such-host.invalid:9092"));
    Await.value(
        () -> waitingFor,
        text ->
            text.equals(
                "waiting for the brokers at no-such-host.invalid:9092"
                    + " (no-such-host.invalid:9092: the host name cannot be resolved)"));
    waiting.interrupt();
    waiting.join();
  }

  @Test
  void shouldFailIfTheBrokersRejectTheClient() throws Exception {
    try (TestBroker broker = new TestBroker(dir)) {
      broker.start();
      AppConfig config =
          config(
              Map.of(
                  "bootstrap.servers",
                  broker.address(),
                  "kafka.security.protocol",
                  "SASL_PLAINTEXT",
                  "kafka.sasl.mechanism",
                  "PLAIN",
                  "kafka.sasl.jaas.config",
                  "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"a\""
                      + " password=\"hunter2\";"));
      String message =
          assertThrows(
                  ConfigException.class,
                  () ->
                      new ClusterWait(config, text -> waitingFor = text)
                          .untilTopicsExist(Set.of("t")))
              .getMessage();
      assertTrue(
          message.startsWith(
              "The brokers at "
                  + broker.address()
                  + " reject the client: Unexpected handshake request"),
          message);
    }
  }

  @Test
  void shouldFindOutWhyNoBrokerAnswers() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + silent.getLocalPort();
      assertEquals(
          "127.0.0.1:1: Connection refused, "
              + address
              + ": connects, but does not answer as a broker on SSL; is it starting, or"
              + " are port or kafka.security.protocol wrong?",
          new BrokerContact(
                  Map.of("bootstrap.servers", "127.0.0.1:1," + address, "security.protocol", "SSL"))
              .outage(new TimeoutException("late")));
    }
  }

  @Test
  void shouldRethrowWhatIsNoOutage() {
    BrokerContact contact = new BrokerContact(Map.of("bootstrap.servers", "127.0.0.1:1"));
    ConfigException wrong = new ConfigException("wrong");
    assertEquals(wrong, assertThrows(ConfigException.class, () -> contact.outage(wrong)));
    String tls =
        assertThrows(
                ConfigException.class,
                () ->
                    contact.outage(
                        new SslAuthenticationException(
                            "SSL handshake failed",
                            new javax.net.ssl.SSLHandshakeException("unknown authority"))))
            .getMessage();
    assertTrue(tls.contains("SSL handshake failed: unknown authority"), tls);
  }

  private Thread start(Map<String, String> properties) {
    AppConfig config = config(properties);
    Thread thread =
        new Thread(
            () -> {
              try {
                new ClusterWait(config, text -> waitingFor = text).untilTopicsExist(Set.of("t"));
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    thread.start();
    return thread;
  }

  private static AppConfig config(Map<String, String> properties) {
    return AppConfig.of("scoring", CommonConfig.definition(0), properties);
  }
}
