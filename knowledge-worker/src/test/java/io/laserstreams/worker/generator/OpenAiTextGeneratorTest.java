package io.laserstreams.worker.generator;

import static io.laserstreams.worker.generator.ChatServer.completion;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.laserstreams.worker.Requests;
import io.laserstreams.worker.prompt.Domain;
import io.laserstreams.worker.prompt.Prompts;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiTextGeneratorTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final Prompts prompts = new Prompts(Domain.named("movies"), "1 to 5", 150);
  private ChatServer server;

  @BeforeEach
  void start() throws IOException {
    server = new ChatServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void shouldAskAndTellWhereTheTextComesFrom() throws IOException {
    server.answering(200, completion("A film about toys."));
    Map<String, Object> extra = new HashMap<>();
    extra.put("top_p", 0.9);
    extra.put("seed", null);
    Draft draft = generator(settings(server.baseUrl(), LONG, 0, LONG, 1, extra)).write(Requests.toyStory()).orElseThrow();

    assertEquals(new Draft("A film about toys.", "openai:some-model", prompts.version(), 120, 30), draft);
    ChatServer.Request request = server.requests().get(0);
    assertEquals("/v1/chat/completions", request.path());
    assertEquals("Bearer secret", request.authorization());
    JsonNode body = new ObjectMapper().readTree(request.body());
    assertEquals("some-model", body.get("model").asText());
    assertEquals(200, body.get("max_tokens").asInt());
    assertEquals(0.9, body.get("top_p").asDouble());
    assertNull(body.get("seed"));
    assertEquals("system", body.at("/messages/0/role").asText());
    assertEquals(prompts.about(Requests.toyStory()).user(), body.at("/messages/1/content").asText());
  }

  @Test
  void shouldWaitAsLongAsTheServerAsks() {
    server.answering(429, "slow down", Map.of("Retry-After", "1")).answering(200, completion("ok"));
    long before = System.nanoTime();
    assertEquals("ok", write(settings(server.baseUrl(), LONG, 3, LONG)));
    assertTrue(System.nanoTime() - before >= Duration.ofSeconds(1).toNanos());
    assertEquals(2, server.requests().size());
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504})
  void shouldTryAgainAfterAServersTrouble(int status) {
    server.answering(status, "trouble").answering(200, completion("ok"));
    assertEquals("ok", write(settings(server.baseUrl(), LONG, 3, LONG)));
  }

  @Test
  void shouldGiveUpAfterTheConfiguredRetries() {
    IntStream.range(0, 5).forEach(i -> server.answering(503, "model is loading"));
    String message = unavailable(settings(server.baseUrl(), LONG, 2, LONG));
    assertTrue(message.contains("answered 503: model is loading"), message);
    assertEquals(3, server.requests().size());
  }

  @Test
  void shouldTimeOutAndTryAgain() {
    String message = unavailable(settings(server.baseUrl(), Duration.ofMillis(100), 1, LONG));
    assertTrue(message.contains("No answer within PT0.1S"), message);
    assertEquals(2, server.requests().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>login</html>", "", "{}", "{\"choices\":[]}", "[1", "{\"choices\":[{\"message\":\"text\"}]}"})
  void shouldTryAgainWhenTheAnswerIsNoChatCompletion(String body) {
    server.answering(200, body).answering(200, completion("ok"));
    assertEquals("ok", write(settings(server.baseUrl(), LONG, 1, LONG)));
  }

  @Test
  void shouldTellWhenNobodyListens() throws IOException {
    int freePort;
    try (ServerSocket socket = new ServerSocket(0)) {
      freePort = socket.getLocalPort();
    }
    String message = unavailable(settings(URI.create("http://127.0.0.1:" + freePort + "/v1"), LONG, 1, LONG));
    assertTrue(message.contains("127.0.0.1:" + freePort + "/v1/chat/completions (model some-model)"), message);
    assertTrue(message.contains("ConnectException"), message);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404})
  void shouldBlameTheConfigurationAndNotTheRequest(int status) {
    server.answering(status, "no");
    String message = unavailable(settings(server.baseUrl(), LONG, 3, LONG));
    assertTrue(message.contains("Check the base URL, the model 'some-model' and the API key"), message);
    assertFalse(message.contains("secret"), message);
    assertEquals(1, server.requests().size());
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 413, 422})
  void shouldRefuseARequestThatTheServerRefuses(int status) {
    server.answering(status, "{\"error\":\"too long\"}");
    Exception refused = assertThrows(RequestRefusedException.class, () -> write(settings(server.baseUrl(), LONG, 3, LONG)));
    assertTrue(refused.getMessage().contains(status + ": {\"error\":\"too long\"}"), refused.getMessage());
    assertEquals(1, server.requests().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "<think>hm</think> "})
  void shouldRefuseARequestForWhichTheModelWritesNothing(String text) {
    server.answering(200, completion(text));
    assertThrows(RequestRefusedException.class, () -> write(settings(server.baseUrl(), LONG, 3, LONG)));
  }

  @Test
  void shouldLeaveOutWhatAReasoningModelThinks() {
    server.answering(200, completion("<think>Which toys?\\nThese.</think>\\nA film about toys."));
    assertEquals("A film about toys.", write(settings(server.baseUrl(), LONG, 0, LONG)));
  }

  @Test
  void shouldBoundTheRequestsUnderWay() {
    IntStream.range(0, 40).forEach(i -> server.answering(200, completion("ok")));
    OpenAiTextGenerator generator = generator(settings(server.baseUrl(), LONG, 0, LONG, 2, Map.of()));
    List<Optional<Draft>> drafts = IntStream.range(0, 40).parallel().mapToObj(i -> generator.write(Requests.toyStory())).toList();
    assertEquals(40, drafts.stream().filter(Optional::isPresent).count());
    assertTrue(server.mostUnderWay() <= 2, "under way: " + server.mostUnderWay());
  }

  @Test
  void shouldAnswerAnInterrupt() throws InterruptedException {
    OpenAiTextGenerator generator = generator(settings(server.baseUrl(), LONG, 3, LONG));
    Thread writer = new Thread(() -> assertThrows(GeneratorUnavailableException.class, () -> generator.write(Requests.toyStory())));
    writer.start();
    while (server.requests().isEmpty()) {
      Thread.onSpinWait();
    }
    writer.interrupt();
    writer.join(LONG.toMillis());
    assertFalse(writer.isAlive());
    assertEquals(1, server.requests().size());
  }

  @Test
  void shouldReadRetryAfterInBothForms() {
    RetryAfter retryAfter = new RetryAfter(InstantSource.fixed(Instant.parse("2026-11-21T10:00:00Z")), Duration.ofMinutes(1));
    assertEquals(Optional.of(Duration.ofSeconds(7)), retryAfter.pause(Optional.of("7")));
    assertEquals(Optional.of(Duration.ofSeconds(5)), retryAfter.pause(Optional.of("Sat, 21 Nov 2026 10:00:05 GMT")));
    assertEquals(Optional.of(Duration.ZERO), retryAfter.pause(Optional.of("Sat, 21 Nov 2026 09:00:00 GMT")));
    assertEquals(Optional.of(Duration.ofMinutes(1)), retryAfter.pause(Optional.of("86400")));
    assertEquals(Optional.empty(), retryAfter.pause(Optional.of("soon")));
    assertEquals(Optional.empty(), retryAfter.pause(Optional.empty()));
  }

  private String write(OpenAiSettings settings) {
    return generator(settings).write(Requests.toyStory()).orElseThrow().text();
  }

  private String unavailable(OpenAiSettings settings) {
    return assertThrows(GeneratorUnavailableException.class, () -> write(settings)).getMessage();
  }

  private OpenAiTextGenerator generator(OpenAiSettings settings) {
    return new OpenAiTextGenerator(settings, prompts, InstantSource.system());
  }

  private static OpenAiSettings settings(URI baseUrl, Duration timeout, int retries, Duration patience) {
    return settings(baseUrl, timeout, retries, patience, 1, Map.of());
  }

  private static OpenAiSettings settings(URI baseUrl, Duration timeout, int retries, Duration patience, int concurrency,
      Map<String, Object> extra) {
    return new OpenAiSettings(baseUrl, "some-model", Optional.of("secret"), timeout, retries, patience, Duration.ofMillis(1), concurrency,
        200, 0, 7, extra);
  }
}
