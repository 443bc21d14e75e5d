package io.laserstreams.schema.serde;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.laserstreams.schema.Item;
import io.laserstreams.schema.registry.RegistryClient;
import io.laserstreams.schema.registry.RegistryUrls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
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
  private String credentials;
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
        credentials = exchange.getRequestHeaders().getFirst("Authorization");
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
      RegistrySchemas schemas = new RegistrySchemas(RegistryClient.at("http://127.0.0.1:" + silent.getLocalPort(),
          Duration.ofMillis(200)), false, Duration.ZERO);
      RegistryUnavailableException e = assertTimeout(PATIENT, () -> assertThrows(RegistryUnavailableException.class,
          () -> schemas.byId(3)));
      assertInstanceOf(SocketTimeoutException.class, e.getCause());
    }
  }

  @Test
  void shouldTellAtOnceWhatTheRegistryAnswersWhereItIsAskedOnce() {
    RegistrySchemas patient = RegistrySchemas.lookingUp(url, PATIENT);
    reply(404, "<html>Not here</html>");
    assertEquals("it answers 404 to /subjects/laser.items-value: is its path missing, such as /apis/ccompat/v7?", answer(patient));
    reply(503, "{\"error_code\":50301,\"message\":\"starting\"}");
    assertEquals("it answers 503 to /subjects/laser.items-value: starting; error code: 50301", answer(patient));
    assertEquals(2, asked.size());
    reply(200, "{\"subject\":\"laser.items-value\",\"id\":7,\"version\":1,\"schema\":\"\\\"string\\\"\"}");
    assertEquals(7, patient.askedOnce().id(ITEMS, Item.SCHEMA$));
    assertEquals(7, patient.id(ITEMS, Item.SCHEMA$), "what was learnt is known to both");
    server.stop(0);
    assertEquals("Connection refused", answer(RegistrySchemas.lookingUp(url, PATIENT)));
    assertEquals("no host no-such-host.invalid is known", answer(RegistrySchemas.lookingUp("http://no-such-host.invalid:8081", PATIENT)));
  }

  @Test
  void shouldGuessWhatSpeaksAnotherProtocol() throws IOException {
    assertEquals("Unsupported or unrecognized SSL message: does it speak http instead of https?",
        answerOf("https://", "HTTP/1.1 400 Bad Request\r\n\r\n"));
    assertEquals("it hangs up on http: does it speak https, or is it no registry?", answerOf("http://", ""));
  }

  /** What is told of a server that says this to whoever comes. */
  private static String answerOf(String scheme, String says) throws IOException {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      new Thread(() -> serve(server, says)).start();
      return answer(RegistrySchemas.lookingUp(scheme + "127.0.0.1:" + server.getLocalPort(), PATIENT));
    }
  }

  private static void serve(ServerSocket server, String says) {
    try {
      while (true) {
        try (Socket socket = server.accept()) {
          socket.getInputStream().read(new byte[8_192]);
          socket.getOutputStream().write(says.getBytes(StandardCharsets.UTF_8));
        }
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  @Test
  void shouldSendUserAndPasswordOfTheAddress() {
    reply(200, "{\"schema\":\"\\\"string\\\"\"}");
    assertEquals(Schema.create(Schema.Type.STRING), RegistrySchemas.lookingUp(url.replace("//", "//ann:s3%40ret+@"), PATIENT).byId(3));
    assertEquals("Basic " + Base64.getEncoder().encodeToString("ann:s3@ret+".getBytes(StandardCharsets.UTF_8)), credentials);

    reply(401, "{\"error_code\":401,\"message\":\"Unauthorized\"}");
    RegistryUnavailableException refused = assertThrows(RegistryUnavailableException.class,
        () -> RegistrySchemas.lookingUp(url, Duration.ZERO).byId(3));
    assertTrue(refused.refusesCredentials(), refused.getMessage());
    assertEquals(null, credentials);
  }

  @Test
  void shouldShowNoPassword() {
    assertEquals("http://a:1/x,https://b and text", RegistryUrls.shown("http://ann:s3cret@a:1/x,https://bob:x@b and text"));
    assertEquals("http://a:1/x@y", RegistryUrls.shown("http://a:1/x@y"));
  }

  private static String answer(Schemas schemas) {
    return assertThrows(RegistryUnavailableException.class, () -> schemas.askedOnce().id(ITEMS, Item.SCHEMA$)).answer();
  }

  private void reply(int status, String body) {
    synchronized (replies) {
      replies.add(new Reply(status, body));
    }
  }
}
