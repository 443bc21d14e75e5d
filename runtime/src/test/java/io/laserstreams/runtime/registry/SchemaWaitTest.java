package io.laserstreams.runtime.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpServer;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.config.CommonConfig;
import io.laserstreams.schema.registry.RegistryAnswers;
import io.laserstreams.testsupport.Await;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Patience is the default's two minutes here: what is waited for must be told long before. */
class SchemaWaitTest {
  private HttpServer server;
  private volatile int status;
  private volatile String said = "";

  @BeforeEach
  void startStandIn() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stopStandIn() {
    server.stop(0);
  }

  @Test
  void shouldTellTheRegistrysLastAnswer() throws Exception {
    status = 404;
    Thread waiting = start();
    Await.value(
        () -> said,
        text ->
            text.equals(
                "waiting for the schema registry at "
                    + url()
                    + " (it answers 404 to /subjects/laser.items-value: "
                    + RegistryAnswers.PATH_HINT
                    + ")"));
    status = 503;
    Await.value(
        () -> said, text -> text.contains("(it answers 503 to /subjects/laser.items-value"));
    server.stop(0);
    Await.value(
        () -> said,
        text ->
            text.equals("waiting for the schema registry at " + url() + " (Connection refused)"));
    waiting.interrupt();
    waiting.join();
  }

  @Test
  void shouldEndWhereTheRegistryDoesNotAcceptWhoAsks() {
    for (int refusal : new int[] {401, 403}) {
      status = refusal;
      AppConfig config = config(url().replace("//", "//ann:s3cret@"));
      String message =
          assertThrows(
                  ConfigException.class,
                  () ->
                      new SchemaWait(config, config.schemas(), text -> said = text)
                          .untilKnown(Set.of("laser.items"), Set.of()))
              .getMessage();
      assertEquals(
          "Configuration key schema.registry.url has the value '"
              + url()
              + "', and it answers "
              + refusal
              + " to /subjects/laser.items-value: it wants to know who asks, and user and password"
              + " belong into the address, as https://user:password@host",
          message);
    }
  }

  private Thread start() {
    AppConfig config = config(url());
    Thread thread =
        new Thread(
            () -> {
              try {
                new SchemaWait(config, config.schemas(), text -> said = text)
                    .untilKnown(Set.of(), Set.of("laser.items"));
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    thread.start();
    return thread;
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private static AppConfig config(String registry) {
    return AppConfig.of(
        "scoring", CommonConfig.definition(0), Map.of("schema.registry.url", registry));
  }
}
