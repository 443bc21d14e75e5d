package io.laserstreams.schema.serde;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.laserstreams.schema.Item;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a stand-in that speaks the registry's HTTP; the embedded cluster's tests use the real server. */
class RegistrySchemasTest {
  private static final Duration PATIENT = Duration.ofSeconds(20);
  private static final String ITEMS = "laser.items-value";

  private final Deque<Reply> replies = new ArrayDeque<>();
  private final List<String> asked = new ArrayList<>();
  private HttpServer server;
  private String url;

  private record Reply(int status, String body) {}

  @BeforeEach
  void startStandIn() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> {
      Reply reply;
      synchronized (replies) {
        asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
        reply = replies.removeFirst();
      }
      byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
      exchange.getRequestBody().readAllBytes();
      exchange.getResponseHeaders().add("Content-Type", "application/vnd.schemaregistry.v1+json");
      exchange.sendResponseHeaders(reply.status(), body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    });
    server.start();
    url = "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @AfterEach
  void stopStandIn() {
    server.stop(0);
  }

  @Test
  void shouldLookAnIdUpOnceAndNeverRegister() {
    reply(200, "{\"subject\":\"laser.items-value\",\"id\":7,\"version\":1,\"schema\":\"\\\"string\\\"\"}");
    RegistrySchemas schemas = RegistrySchemas.lookingUp(url, PATIENT);
    assertEquals(7, schemas.id(ITEMS, Item.SCHEMA$));
    assertEquals(7, schemas.id(ITEMS, Item.SCHEMA$));
    assertEquals(List.of("POST /subjects/laser.items-value"), asked);
  }

  @Test
  void shouldRegisterWhenToldTo() {
    reply(200, "{\"id\":8}");
    assertEquals(8, RegistrySchemas.registering(url, PATIENT).id(ITEMS, Item.SCHEMA$));
    assertEquals(List.of("POST /subjects/laser.items-value/versions"), asked);
  }

  @Test
  void shouldSayHowToRegisterAMissingSchema() {
    reply(404, "{\"error_code\":40403,\"message\":\"Schema not found\"}");
    UnregisteredSchemaException e = assertThrows(UnregisteredSchemaException.class,
        () -> RegistrySchemas.lookingUp(url, PATIENT).id(ITEMS, Item.SCHEMA$));
    assertTrue(e.getMessage().contains("laser topics apply"), e.getMessage());
  }

  @Test
  void shouldFindASchemaOnceByItsId() {
    reply(200, "{\"schema\":\"\\\"string\\\"\"}");
    RegistrySchemas schemas = RegistrySchemas.lookingUp(url, PATIENT);
    assertEquals(Schema.create(Schema.Type.STRING), schemas.byId(3));
    assertEquals(Schema.create(Schema.Type.STRING), schemas.byId(3));
    assertEquals(List.of("GET /schemas/ids/3"), asked);
  }

  @Test
  void shouldBelieveTheRegistryThatAnIdIsUnknown() {
    reply(404, "{\"error_code\":40403,\"message\":\"Schema 99 not found\"}");
    UnreadableRecordException e = assertThrows(UnreadableRecordException.class,
        () -> RegistrySchemas.lookingUp(url, PATIENT).byId(99));
    assertTrue(e.getMessage().contains("no schema with id 99"), e.getMessage());
  }

  @Test
  void shouldNotWaitForASchemaInAnotherFormat() {
    for (String other : List.of("{\"schemaType\":\"JSON\",\"schema\":\"{}\"}",
        "{\"schemaType\":\"PROTOBUF\",\"schema\":\"syntax = \\\"proto3\\\";\"}", "{\"schema\":\"{\\\"type\\\": \\\"no type\\\"}\"}")) {
      reply(200, other);
      UnreadableRecordException e = assertThrows(UnreadableRecordException.class,
          () -> RegistrySchemas.lookingUp(url, PATIENT).byId(4), other);
      assertEquals("The schema with id 4 is not in Avro", e.getMessage());
    }
  }

  @Test
  void shouldNotTakeAWrongAddressForAnUnknownSchema() {
    reply(404, "<html>Not here</html>");
    RegistryUnavailableException e = assertThrows(RegistryUnavailableException.class,
        () -> RegistrySchemas.lookingUp(url, Duration.ZERO).byId(3));
    assertTrue(e.getMessage().contains("/apis/ccompat/v7"), e.getMessage());
    reply(404, "{\"error_code\":404,\"message\":\"HTTP 404 Not Found\"}");
    assertThrows(RegistryUnavailableException.class, () -> RegistrySchemas.lookingUp(url, Duration.ZERO).id(ITEMS, Item.SCHEMA$));
  }

  @Test
  void shouldAskAgainAfterAnOutage() {
    reply(503, "{\"error_code\":50301,\"message\":\"starting\"}");
    reply(500, "{\"error_code\":50001,\"message\":\"database\"}");
    reply(200, "{\"schema\":\"\\\"string\\\"\"}");
    assertEquals(Schema.create(Schema.Type.STRING), RegistrySchemas.lookingUp(url, PATIENT).byId(3));
    assertEquals(3, asked.size());
  }

  @Test
  void shouldGiveUpOnAnUnreachableRegistryWithoutCallingTheRecordBad() {
    server.stop(0);
    RegistryUnavailableException e = assertThrows(RegistryUnavailableException.class,
        () -> RegistrySchemas.lookingUp(url, Duration.ZERO).byId(3));
    assertTrue(e.getMessage().contains("schema with id 3"), e.getMessage());
  }

  @Test
  void shouldNotHangOnARegistryThatSaysNothing() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      RegistrySchemas schemas = new RegistrySchemas(RegistrySchemas.client("http://127.0.0.1:" + silent.getLocalPort(),
          Duration.ofMillis(200)), false, Duration.ZERO);
      RegistryUnavailableException e = assertTimeout(PATIENT, () -> assertThrows(RegistryUnavailableException.class,
          () -> schemas.byId(3)));
      assertInstanceOf(SocketTimeoutException.class, e.getCause());
    }
  }

  private void reply(int status, String body) {
    synchronized (replies) {
      replies.add(new Reply(status, body));
    }
  }
}
