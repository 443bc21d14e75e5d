package io.laserstreams.schema.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.SchemaParseException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryClientTest {
  private static final Schema SCHEMA =
      SchemaBuilder.record("shop.Item")
          .doc("what is sold")
          .fields()
          .requiredInt("price")
          .endRecord();
  private static final String BODY =
      "{\"schema\":\"{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"Item\\\","
          + "\\\"namespace\\\":\\\"shop\\\",\\\"doc\\\":\\\"what is sold\\\","
          + "\\\"fields\\\":[{\\\"name\\\":\\\"price\\\",\\\"type\\\":\\\"int\\\"}]}\"}";

  private StandInRegistry registry;
  private RegistryClient client;

  @BeforeEach
  void start() throws IOException {
    registry = StandInRegistry.start();
    client = RegistryClient.at(registry.url() + "/apis/ccompat/v7/");
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  @Test
  void shouldRegisterASchema() throws Exception {
    registry.reply(200, "{\"id\":8}");
    assertEquals(8, client.register("items-value", SCHEMA));
    assertEquals(List.of("POST /apis/ccompat/v7/subjects/items-value/versions"), registry.asked());
    assertEquals(BODY, registry.requests().get(0).body());
    assertEquals(
        "application/vnd.schemaregistry.v1+json", registry.requests().get(0).contentType());
    assertNull(registry.requests().get(0).credentials());
  }

  @Test
  void shouldLookAnIdUp() throws Exception {
    registry.reply(
        200, "{\"subject\":\"items-value\",\"id\":7,\"version\":1,\"schema\":\"\\\"string\\\"\"}");
    assertEquals(7, client.id("items-value", SCHEMA));
    assertEquals(List.of("POST /apis/ccompat/v7/subjects/items-value"), registry.asked());
    assertEquals(BODY, registry.requests().get(0).body());
  }

  @Test
  void shouldFindASchemaByItsId() throws Exception {
    registry
        .reply(200, "{\"schema\":\"\\\"string\\\"\"}")
        .reply(200, "{\"schemaType\":\"AVRO\",\"schema\":\"\\\"int\\\"\"}");
    assertEquals(Schema.create(Schema.Type.STRING), client.schema(3));
    assertEquals(Schema.create(Schema.Type.INT), client.schema(4));
    assertEquals(
        List.of("GET /apis/ccompat/v7/schemas/ids/3", "GET /apis/ccompat/v7/schemas/ids/4"),
        registry.asked());
  }

  @Test
  void shouldCheckCompatibilityWithTheLatestVersion() throws Exception {
    registry
        .reply(200, "{\"is_compatible\":true}")
        .reply(200, "{\"is_compatible\":false,\"messages\":[\"a field is missing\"]}");
    assertTrue(client.isCompatible("items-value", SCHEMA));
    assertFalse(client.isCompatible("items-value", SCHEMA));
    assertEquals(
        "POST /apis/ccompat/v7/compatibility/subjects/items-value/versions/latest",
        registry.asked().get(0));
    assertEquals(BODY, registry.requests().get(0).body());
  }

  @Test
  void shouldReadAndSetALevelOfCompatibility() throws Exception {
    registry
        .reply(200, "{\"compatibilityLevel\":\"BACKWARD\"}")
        .reply(200, "{\"compatibility\":\"FULL_TRANSITIVE\"}");
    assertEquals("BACKWARD", client.compatibility("items-value"));
    client.setCompatibility("items-value", "FULL_TRANSITIVE");
    assertEquals(
        List.of(
            "GET /apis/ccompat/v7/config/items-value", "PUT /apis/ccompat/v7/config/items-value"),
        registry.asked());
    assertEquals("{\"compatibility\":\"FULL_TRANSITIVE\"}", registry.requests().get(1).body());
  }

  @Test
  void shouldEncodeAnySubject() throws Exception {
    registry.reply(200, "{\"compatibilityLevel\":\"NONE\"}");
    client.compatibility("a b/c+d?ä");
    assertEquals(List.of("GET /apis/ccompat/v7/config/a%20b%2Fc%2Bd%3F%C3%A4"), registry.asked());
  }

  @Test
  void shouldReadASchemaAfterThoseThatItRefersTo() throws Exception {
    registry
        .reply(
            200,
            "{\"schema\":"
                + record("A", "b", "n.B")
                + ",\"references\":["
                + reference("n.B", "b s", 2)
                + ","
                + reference("n.C", "c", 1)
                + "]}")
        .reply(
            200,
            "{\"schema\":"
                + record("B", "c", "n.C")
                + ",\"references\":["
                + reference("n.C", "c", 1)
                + "]}")
        .reply(200, "{\"schema\":" + record("C", "x", "int") + "}");
    Schema read = client.schema(5);
    assertEquals("n.C", read.getField("b").schema().getField("c").schema().getFullName());
    assertEquals(
        List.of(
            "GET /apis/ccompat/v7/schemas/ids/5",
            "GET /apis/ccompat/v7/subjects/b%20s/versions/2?deleted=true",
            "GET /apis/ccompat/v7/subjects/c/versions/1?deleted=true"),
        registry.asked());
  }

  @Test
  void shouldSayThatAReferenceLeadsNowhere() {
    registry
        .reply(
            200,
            "{\"schema\":"
                + record("A", "b", "n.B")
                + ",\"references\":["
                + reference("n.B", "b", 2)
                + "]}")
        .reply(404, "{\"error_code\":40402,\"message\":\"Version not found\"}");
    assertEquals(
        "it refers to /subjects/b/versions/2?deleted=true, which the registry does not know",
        assertThrows(SchemaParseException.class, () -> client.schema(5)).getMessage());
  }

  @Test
  void shouldNotFollowReferencesInACircle() {
    registry
        .reply(
            200,
            "{\"schema\":"
                + record("A", "b", "n.B")
                + ",\"references\":["
                + reference("n.B", "b", 1)
                + "]}")
        .reply(
            200,
            "{\"schema\":"
                + record("B", "b", "n.A")
                + ",\"references\":["
                + reference("n.B", "b", 1)
                + "]}");
    assertThrows(SchemaParseException.class, () -> client.schema(5));
    assertEquals(2, registry.asked().size());
  }

  @Test
  void shouldReadASchemaWhoseDefaultIsWrong() throws Exception {
    registry.reply(
        200,
        "{\"schema\":\"{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"A\\\",\\\"fields\\\":"
            + "[{\\\"name\\\":\\\"x\\\",\\\"type\\\":\\\"int\\\","
            + "\\\"default\\\":\\\"none\\\"}]}\"}");
    assertEquals("A", client.schema(5).getName());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"schemaType\":\"JSON\",\"schema\":\"{}\"}",
        "{\"schemaType\":\"PROTOBUF\",\"schema\":\"syntax\"}",
        "{\"schema\":\"{\\\"type\\\": \\\"no type\\\"}\"}",
        "{\"schema\":\"{\"}",
        "{\"schema\":\"\"}",
        "{\"schema\":\"[null, 7]\"}"
      })
  void shouldSayThatASchemaIsNotInAvro(String reply) {
    registry.reply(200, reply);
    assertThrows(SchemaParseException.class, () -> client.schema(5));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "404 | {\"error_code\":40401,\"message\":\"Subject not found\"} | true | Subject not found;"
            + " error code: 40401",
        "404 | {\"error_code\":404,\"message\":\"HTTP 404 Not Found\"} | false | HTTP 404 Not"
            + " Found; error code: 404",
        "404 | <html>Not here</html> | false | no reason given",
        "409 | {\"error_code\":409,\"message\":\"Incompatible\",\"more\":[1]} | false |"
            + " Incompatible; error code: 409",
        "422 | {\"error_code\":42201,\"message\":\"Invalid schema\"} | false | Invalid schema;"
            + " error code: 42201",
        "500 | {\"error_code\":50001,\"message\":\"database\"} | false | database; error code:"
            + " 50001",
        "500 | {\"message\":\"bad gateway\"} | false | bad gateway",
        "503 | '' | false | no reason given",
        "503 | {\"message\":null} | false | no reason given",
        "503 | [] | false | no reason given",
        "201 | {\"id\":8} | false | no reason given",
        "302 | '' | false | no reason given"
      })
  void shouldTellWhyTheRegistryRefuses(int status, String body, boolean unknown, String why) {
    registry.reply(status, body);
    RegistryException e =
        assertThrows(RegistryException.class, () -> client.register("items-value", SCHEMA));
    assertEquals(status, e.status());
    assertEquals(unknown, e.saysUnknown());
    assertEquals(status == 422, e.refusesSchema());
    assertEquals(why, e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>Welcome</html>", "{\"id\":", "{\"id\":8e}"})
  void shouldSayThatWhatAnswersIsNotInJson(String body) {
    registry.reply(200, body);
    assertEquals(
        "it answers 200 to /subjects/items-value, but not in JSON: has its address the right path?"
            + " Confluent's registry has none, Apicurio's is /apis/ccompat/v7",
        message(() -> client.id("items-value", SCHEMA)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "{}",
        "{\"id\":null}",
        "{\"id\":\"x\"}",
        "{\"id\":1.5}",
        "{\"id\":5000000000}"
      })
  void shouldSayWhichFieldIsMissing(String body) {
    registry.reply(200, body);
    assertEquals(
        "it answers 200 to /subjects/items-value, but without the field id: is it a registry?",
        message(() -> client.id("items-value", SCHEMA)));
  }

  @Test
  void shouldWantEachFieldThatItReads() {
    for (int i = 0; i < 3; i++) {
      registry.reply(200, "{\"schema\":7,\"is_compatible\":\"yes\"}");
    }
    assertTrue(
        message(() -> client.schema(1))
            .contains("to /schemas/ids/1, but without the field schema"));
    assertTrue(
        message(() -> client.isCompatible("s", SCHEMA))
            .contains("without the field is_compatible"));
    assertTrue(
        message(() -> client.compatibility("s")).contains("without the field compatibilityLevel"));
  }

  @Test
  void shouldSendUserAndPasswordOfItsAddress() throws Exception {
    registry
        .reply(200, "{\"compatibilityLevel\":\"NONE\"}")
        .reply(401, "{\"error_code\":401,\"message\":\"Unauthorized\"}");
    RegistryClient known = RegistryClient.at(registry.url().replace("//", "//ann:s%C3%A4+%40@"));
    known.compatibility("s");
    assertEquals(
        "Basic " + Base64.getEncoder().encodeToString("ann:sä+@".getBytes(StandardCharsets.UTF_8)),
        registry.requests().get(0).credentials());
    assertTrue(
        assertThrows(RegistryException.class, () -> known.compatibility("s")).refusesCredentials());
  }

  @Test
  void shouldTakeAHostWithAnUnderscore() {
    IOException e =
        assertThrows(
            IOException.class,
            () -> RegistryClient.at("http://schema_registry.invalid:8081").compatibility("s"));
    assertEquals("no host schema_registry.invalid is known", RegistryAnswers.describe(e, "/"));
  }

  private static String record(String name, String field, String type) {
    return "\"{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"n."
        + name
        + "\\\",\\\"fields\\\":[{\\\"name\\\":\\\""
        + field
        + "\\\",\\\"type\\\":\\\""
        + type
        + "\\\"}]}\"";
  }

  private static String reference(String name, String subject, int version) {
    return "{\"name\":\""
        + name
        + "\",\"subject\":\""
        + subject
        + "\",\"version\":"
        + version
        + "}";
  }

  private static String message(Executable call) {
    return assertThrows(IOException.class, call).getMessage();
  }
}
