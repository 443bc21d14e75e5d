package io.laserstreams.schema.serde;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.schema.Item;
import io.laserstreams.schema.registry.RegistryClient;
import io.laserstreams.schema.registry.RegistryUrls;
import io.laserstreams.schema.registry.StandInRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Against a stand-in that speaks the registry's HTTP; the embedded cluster's tests use the real
 * server.
 */
class RegistrySchemasTest {
  private static final Duration PATIENT = Duration.ofSeconds(20);
  private static final String ITEMS = "laser.items-value";

  private StandInRegistry registry;
  private String url;

  @BeforeEach
  void startStandIn() throws IOException {
    registry = StandInRegistry.start();
    url = registry.url();
  }

  @AfterEach
  void stopStandIn() {
    registry.close();
  }

  @Test
  void shouldLookAnIdUpOnceAndNeverRegister() {
    registry.reply(
        200,
        "{\"subject\":\"laser.items-value\",\"id\":7,\"version\":1,\"schema\":\"\\\"string\\\"\"}");
    RegistrySchemas schemas = RegistrySchemas.lookingUp(url, PATIENT);
    assertEquals(7, schemas.id(ITEMS, Item.SCHEMA$));
    assertEquals(7, schemas.id(ITEMS, Item.SCHEMA$));
    assertEquals(List.of("POST /subjects/laser.items-value"), registry.asked());
  }

  @Test
  void shouldRegisterWhenToldTo() {
    registry.reply(200, "{\"id\":8}");
    assertEquals(8, RegistrySchemas.registering(url, PATIENT).id(ITEMS, Item.SCHEMA$));
    assertEquals(List.of("POST /subjects/laser.items-value/versions"), registry.asked());
  }

  @Test
  void shouldSayHowToRegisterAMissingSchema() {
    registry.reply(404, "{\"error_code\":40403,\"message\":\"Schema not found\"}");
    UnregisteredSchemaException e =
        assertThrows(
            UnregisteredSchemaException.class,
            () -> RegistrySchemas.lookingUp(url, PATIENT).id(ITEMS, Item.SCHEMA$));
    assertTrue(e.getMessage().contains("laser topics apply"), e.getMessage());
  }

  @Test
  void shouldFindASchemaOnceByItsId() {
    registry.reply(200, "{\"schema\":\"\\\"string\\\"\"}");
    RegistrySchemas schemas = RegistrySchemas.lookingUp(url, PATIENT);
    assertEquals(Schema.create(Schema.Type.STRING), schemas.byId(3));
    assertEquals(Schema.create(Schema.Type.STRING), schemas.byId(3));
    assertEquals(List.of("GET /schemas/ids/3"), registry.asked());
  }

  @Test
  void shouldNotAskForASchemaWhoseIdItLookedUp() {
    registry.reply(200, "{\"id\":7}");
    RegistrySchemas schemas = RegistrySchemas.lookingUp(url, PATIENT);
    assertEquals(7, schemas.id(ITEMS, Item.SCHEMA$));
    assertEquals(Item.SCHEMA$, schemas.byId(7));
    assertEquals(List.of("POST /subjects/laser.items-value"), registry.asked());
  }

  @Test
  void shouldNotRetryASchemaThatTheRegistryRefuses() {
    registry.reply(422, "{\"error_code\":42201,\"message\":\"Invalid schema\"}");
    assertEquals(
        "The schema registry refuses the id of io.laserstreams.schema.Item under laser.items-value:"
            + " Invalid schema; error code: 42201",
        assertThrows(
                UnregisteredSchemaException.class,
                () -> RegistrySchemas.registering(url, PATIENT).id(ITEMS, Item.SCHEMA$))
            .getMessage());
    assertEquals(1, registry.asked().size());
  }

  @Test
  void shouldAskAgainWhatWasNotAnsweredInJson() {
    registry.reply(200, "<html>Welcome</html>");
    registry.reply(200, "{\"schema\":\"\\\"string\\\"\"}");
    assertEquals(
        Schema.create(Schema.Type.STRING), RegistrySchemas.lookingUp(url, PATIENT).byId(3));
    assertEquals(2, registry.asked().size());
  }

  @Test
  void shouldBelieveTheRegistryThatAnIdIsUnknown() {
    registry.reply(404, "{\"error_code\":40403,\"message\":\"Schema 99 not found\"}");
    UnreadableRecordException e =
        assertThrows(
            UnreadableRecordException.class,
            () -> RegistrySchemas.lookingUp(url, PATIENT).byId(99));
    assertTrue(e.getMessage().contains("no schema with id 99"), e.getMessage());
  }

  @Test
  void shouldNotWaitForASchemaInAnotherFormat() {
    for (String other :
        List.of(
            "{\"schemaType\":\"JSON\",\"schema\":\"{}\"}",
            "{\"schemaType\":\"PROTOBUF\",\"schema\":\"syntax = \\\"proto3\\\";\"}",
            "{\"schema\":\"{\\\"type\\\": \\\"no type\\\"}\"}")) {
      registry.reply(200, other);
      UnreadableRecordException e =
          assertThrows(
              UnreadableRecordException.class,
              () -> RegistrySchemas.lookingUp(url, PATIENT).byId(4),
              other);
      assertEquals("The schema with id 4 is not in Avro", e.getMessage());
    }
  }

  @Test
  void shouldNotTakeAWrongAddressForAnUnknownSchema() {
    registry.reply(404, "<html>Not here</html>");
    RegistryUnavailableException e =
        assertThrows(
            RegistryUnavailableException.class,
            () -> RegistrySchemas.lookingUp(url, Duration.ZERO).byId(3));
    assertTrue(e.getMessage().contains("/apis/ccompat/v7"), e.getMessage());
    registry.reply(404, "{\"error_code\":404,\"message\":\"HTTP 404 Not Found\"}");
    assertThrows(
        RegistryUnavailableException.class,
        () -> RegistrySchemas.lookingUp(url, Duration.ZERO).id(ITEMS, Item.SCHEMA$));
  }

  @Test
  void shouldAskAgainAfterAnOutage() {
    registry.reply(503, "{\"error_code\":50301,\"message\":\"starting\"}");
    registry.reply(500, "{\"error_code\":50001,\"message\":\"database\"}");
    registry.reply(200, "{\"schema\":\"\\\"string\\\"\"}");
    assertEquals(
        Schema.create(Schema.Type.STRING), RegistrySchemas.lookingUp(url, PATIENT).byId(3));
    assertEquals(3, registry.asked().size());
  }

  @Test
  void shouldGiveUpOnAnUnreachableRegistryWithoutCallingTheRecordBad() {
    registry.close();
    RegistryUnavailableException e =
        assertThrows(
            RegistryUnavailableException.class,
            () -> RegistrySchemas.lookingUp(url, Duration.ZERO).byId(3));
    assertTrue(e.getMessage().contains("schema with id 3"), e.getMessage());
  }

  @Test
  void shouldNotHangOnARegistryThatSaysNothing() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      RegistrySchemas schemas =
          new RegistrySchemas(
              RegistryClient.at(
                  "http://127.0.0.1:" + silent.getLocalPort(), Duration.ofMillis(200)),
              false,
              Duration.ZERO);
      RegistryUnavailableException e =
          assertTimeout(
              PATIENT,
              () -> assertThrows(RegistryUnavailableException.class, () -> schemas.byId(3)));
      assertInstanceOf(SocketTimeoutException.class, e.getCause());
    }
  }

  @Test
  void shouldTellAtOnceWhatTheRegistryAnswersWhereItIsAskedOnce() {
    RegistrySchemas patient = RegistrySchemas.lookingUp(url, PATIENT);
    registry.reply(404, "<html>Not here</html>");
    assertEquals(
        "it answers 404 to /subjects/laser.items-value: has its address the right path?"
            + " Confluent's registry has none, Apicurio's is /apis/ccompat/v7",
        answer(patient));
    registry.reply(503, "{\"error_code\":50301,\"message\":\"starting\"}");
    assertEquals(
        "it answers 503 to /subjects/laser.items-value: starting; error code: 50301",
        answer(patient));
    assertEquals(2, registry.asked().size());
    registry.reply(
        200,
        "{\"subject\":\"laser.items-value\",\"id\":7,\"version\":1,\"schema\":\"\\\"string\\\"\"}");
    assertEquals(7, patient.askedOnce().id(ITEMS, Item.SCHEMA$));
    assertEquals(7, patient.id(ITEMS, Item.SCHEMA$), "what was learnt is known to both");
    registry.close();
    assertEquals("Connection refused", answer(RegistrySchemas.lookingUp(url, PATIENT)));
    assertEquals(
        "no host no-such-host.invalid is known",
        answer(RegistrySchemas.lookingUp("http://no-such-host.invalid:8081", PATIENT)));
  }

  @Test
  void shouldGuessWhatSpeaksAnotherProtocol() throws IOException {
    assertEquals(
        "Unsupported or unrecognized SSL message: does it speak http instead of https?",
        answerOf("https://", "HTTP/1.1 400 Bad Request\r\n\r\n"));
    assertEquals(
        "it hangs up on http: does it speak https, or is it no registry?", answerOf("http://", ""));
  }

  /** What is told of a server that says this to whoever comes. */
  private static String answerOf(String scheme, String says) throws IOException {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      new Thread(() -> serve(server, says)).start();
      return answer(
          RegistrySchemas.lookingUp(scheme + "127.0.0.1:" + server.getLocalPort(), PATIENT));
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
    registry.reply(200, "{\"schema\":\"\\\"string\\\"\"}");
    assertEquals(
        Schema.create(Schema.Type.STRING),
        RegistrySchemas.lookingUp(url.replace("//", "//ann:s3%40ret+@"), PATIENT).byId(3));
    assertEquals(
        "Basic "
            + Base64.getEncoder().encodeToString("ann:s3@ret+".getBytes(StandardCharsets.UTF_8)),
        registry.requests().get(0).credentials());

    registry.reply(401, "{\"error_code\":401,\"message\":\"Unauthorized\"}");
    RegistryUnavailableException refused =
        assertThrows(
            RegistryUnavailableException.class,
            () -> RegistrySchemas.lookingUp(url, Duration.ZERO).byId(3));
    assertTrue(refused.refusesCredentials(), refused.getMessage());
    assertEquals(null, registry.requests().get(1).credentials());
  }

  @Test
  void shouldShowNoPassword() {
    assertEquals(
        "http://a:1/x,https://b and text",
        RegistryUrls.shown("http://ann:s3cret@a:1/x,https://bob:x@b and text"));
    assertEquals("http://a:1/x@y", RegistryUrls.shown("http://a:1/x@y"));
  }

  private static String answer(Schemas schemas) {
    return assertThrows(
            RegistryUnavailableException.class, () -> schemas.askedOnce().id(ITEMS, Item.SCHEMA$))
        .answer();
  }
}
