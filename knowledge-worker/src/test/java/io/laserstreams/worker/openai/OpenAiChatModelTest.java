package io.laserstreams.worker.openai;

import static io.laserstreams.worker.openai.ChatServer.completion;
import static io.laserstreams.worker.openai.ChatServer.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.laserstreams.testsupport.Await;
import io.laserstreams.worker.Requests;
import io.laserstreams.worker.chat.Sampling;
import io.laserstreams.worker.check.KnowledgeCheck;
import io.laserstreams.worker.generator.GeneratedText;
import io.laserstreams.worker.generator.GeneratorUnavailableException;
import io.laserstreams.worker.generator.LanguageModelWriter;
import io.laserstreams.worker.generator.RequestRefusedException;
import io.laserstreams.worker.generator.TextGenerator;
import io.laserstreams.worker.language.Languages;
import io.laserstreams.worker.metrics.WorkerMetrics;
import io.laserstreams.worker.prompt.Domain;
import io.laserstreams.worker.prompt.PromptTemplates;
import io.laserstreams.worker.prompt.Prompts;
import io.laserstreams.worker.taste.RatingScale;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class OpenAiChatModelTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Map<String, String> EVENTS = Map.of("Content-Type", "text/event-stream");
  private static final String CHUNKS =
      """
      data: {"choices":[{"delta":{"role":"assistant","content":""},"finish_reason":null}]}

      data: {"choices":[{"delta":{"content":"A film "},"finish_reason":null}]}

      data: {"choices":[{"delta":{"content":"about toys."},"finish_reason":null}]}

      data: {"choices":[{"delta":{},"finish_reason":"stop"}]}

      data: {"choices":[],"usage":{"prompt_tokens":120,"completion_tokens":30}}

      data: [DONE]

      """;

  private final Prompts prompts =
      new Prompts(
          PromptTemplates.builtIn(Domain.named("movies")),
          new RatingScale("1 to 5", 3),
          Languages.of("en"),
          150);
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final WorkerMetrics metrics = new WorkerMetrics(meters);
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
  void shouldSendThePromptAndReturnTheTextWithItsProvenance() throws IOException {
    server.answering(200, completion("A film about toys."));
    Map<String, Object> extra = new HashMap<>();
    extra.put("top_p", 0.9);
    extra.put("seed", null);
    GeneratedText generated =
        generator(settings(server.baseUrl(), LONG, 0, LONG, 1, extra))
            .write(Requests.toyStory())
            .orElseThrow();

    assertEquals(
        new GeneratedText("A film about toys.", "openai:some-model", prompts.version(), 120, 30),
        generated);
    assertEquals(
        Map.of("prompt", 120.0, "completion", 30.0), counts("laser.worker.tokens", "kind"));
    ChatServer.Request request = server.requests().get(0);
    assertEquals("/v1/chat/completions", request.path());
    assertEquals("Bearer secret", request.authorization());
    JsonNode body = new ObjectMapper().readTree(request.body());
    assertEquals("some-model", body.get("model").asText());
    assertEquals(200, body.get("max_tokens").asInt());
    assertEquals(0.9, body.get("top_p").asDouble());
    assertNull(body.get("seed"));
    assertEquals("system", body.at("/messages/0/role").asText());
    assertEquals(
        prompts.about(Requests.toyStory()).user(), body.at("/messages/1/content").asText());
  }

  @Test
  void shouldWaitAsLongAsTheServerAsks() {
    server
        .answering(429, "slow down", Map.of("Retry-After", "1"))
        .answering(200, completion("A fine film."));
    long before = System.nanoTime();
    assertEquals("A fine film.", write(settings(server.baseUrl(), LONG, 3, LONG)));
    assertTrue(System.nanoTime() - before >= Duration.ofSeconds(1).toNanos());
    assertEquals(2, server.requests().size());
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504})
  void shouldRetryAfterAServerError(int status) {
    server.answering(status, "trouble").answering(200, completion("A fine film."));
    assertEquals("A fine film.", write(settings(server.baseUrl(), LONG, 3, LONG)));
  }

  @Test
  void shouldGiveUpAfterTheConfiguredRetries() {
    IntStream.range(0, 5).forEach(i -> server.answering(503, "model is loading"));
    String message = unavailable(settings(server.baseUrl(), LONG, 2, LONG));
    assertTrue(message.contains("answered 503: model is loading"), message);
    assertEquals(3, server.requests().size());
  }

  @Test
  void shouldTimeOutRetryAndAskASimpleQuestion() {
    String message = unavailable(settings(server.baseUrl(), Duration.ofMillis(100), 1, LONG));
    assertTrue(message.contains("No answer within PT0.1S"), message);
    assertEquals(3, server.requests().size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>login</html>",
        "",
        "{}",
        "{\"choices\":[]}",
        "[1",
        "{\"choices\":[{\"message\":\"text\"}]}",
        "{\"error\":{\"message\":\"model overloaded\",\"code\":503}}",
        "{\"error\":\"model overloaded\"}"
      })
  void shouldRetryIfTheAnswerIsNotAChatCompletion(String body) {
    server.answering(200, body).answering(200, completion("A fine film."));
    assertEquals("A fine film.", write(settings(server.baseUrl(), LONG, 1, LONG)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>login</html>",
        "{\"choices\":[]}",
        "{\"error\":{\"message\":\"no worker\",\"code\":\"502\"}}"
      })
  void shouldBlameTheRequestIfTheServerAnswersASimpleQuestion(String unusable) {
    for (int proof = 0; proof < 2; proof++) {
      IntStream.range(0, 3).forEach(attempt -> server.answering(200, unusable));
      server.answering(200, completion("Yes."));
    }
    RequestRefusedException refused = refused(settings(server.baseUrl(), LONG, 4, LONG));
    assertEquals("generator-fails", refused.reason());
    assertTrue(refused.getMessage().contains("answered 200 with "), refused.getMessage());
    assertTrue(
        refused.getMessage().endsWith("It answers a simple question, so this request is to blame"),
        refused.getMessage());
    assertEquals(8, server.requests().size());
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 504, 524})
  void shouldBlameTheRequestForAServerErrorOnItAlone(int status) {
    for (int proof = 0; proof < 2; proof++) {
      server
          .answering(status, "out of memory")
          .answering(status, "out of memory")
          .answering(200, completion("Yes."));
    }
    RequestRefusedException refused = refused(settings(server.baseUrl(), LONG, 1, LONG));
    assertEquals("generator-fails", refused.reason());
    assertTrue(
        refused.getMessage().contains("answered " + status + ": out of memory"),
        refused.getMessage());
  }

  @Test
  void shouldReportAnOutageIfTheServerAnswersNothing() {
    String error = "{\"error\":{\"message\":\"model overloaded\",\"code\":503}}";
    IntStream.range(0, 4).forEach(i -> server.answering(200, error));
    String message = unavailable(settings(server.baseUrl(), LONG, 4, LONG));
    assertTrue(message.contains("answered 200 with an error: model overloaded (503)"), message);
    assertEquals(4, server.requests().size());
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503, 529})
  void shouldNotBlameTheRequestForABusyServer(int status) {
    server.answering(status, "busy").answering(200, completion("Yes."));
    unavailable(settings(server.baseUrl(), LONG, 0, LONG));
    assertEquals(1, server.requests().size());
  }

  @Test
  void shouldReadTheStatusOfAnErrorWithStatus200() {
    server
        .answering(200, "{\"error\":{\"message\":\"too long\",\"code\":400}}")
        .answering(200, completion("Yes."));
    assertEquals(
        "refused-by-generator", refused(settings(server.baseUrl(), LONG, 3, LONG)).reason());
    server.answering(200, "{\"error\":{\"message\":\"Insufficient credits\",\"code\":402}}");
    assertTrue(
        unavailable(settings(server.baseUrl(), LONG, 3, LONG))
            .contains("Insufficient credits (402)"));
    assertEquals(3, server.requests().size());
  }

  @Test
  void shouldReportARefusedConnection() throws IOException {
    int freePort;
    try (ServerSocket socket = new ServerSocket(0)) {
      freePort = socket.getLocalPort();
    }
    String message =
        unavailable(settings(URI.create("http://127.0.0.1:" + freePort + "/v1"), LONG, 1, LONG));
    assertTrue(
        message.contains("127.0.0.1:" + freePort + "/v1/chat/completions (model some-model)"),
        message);
    assertTrue(message.contains("ConnectException"), message);
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 302, 307, 308, 401, 402, 403, 404, 405, 407, 410, 451})
  void shouldBlameTheConfigurationAndNotTheRequest(int status) {
    server.answering(status, "no");
    String message = unavailable(settings(server.baseUrl(), LONG, 3, LONG));
    assertTrue(
        message.contains("Check the base URL, the model 'some-model', the API key and the account"),
        message);
    assertFalse(message.contains("secret"), message);
    assertEquals(1, server.requests().size());
  }

  @Test
  void shouldNameTheTargetOfARedirect() {
    server.answering(302, "", Map.of("Location", "http://elsewhere/v1/chat/completions"));
    String message = unavailable(settings(server.baseUrl(), LONG, 3, LONG));
    assertTrue(message.contains("It redirects to http://elsewhere/v1/chat/completions"), message);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 413, 422})
  void shouldRefuseARequestThatTheServerRefuses(int status) {
    server.answering(status, "{\"error\":\"too long\"}").answering(200, completion("Yes."));
    RequestRefusedException refused = refused(settings(server.baseUrl(), LONG, 3, LONG));
    assertEquals("refused-by-generator", refused.reason());
    assertTrue(
        refused.getMessage().contains(status + ": {\"error\":\"too long\"}"), refused.getMessage());
    assertEquals(2, server.requests().size());
  }

  @Test
  void shouldReportAnOutageIfTheServerRefusesEveryRequest() {
    server
        .answering(400, "Unsupported parameter: max_tokens")
        .answering(400, "Unsupported parameter: max_tokens");
    String message = unavailable(settings(server.baseUrl(), LONG, 3, LONG));
    assertTrue(
        message.contains("Unsupported parameter: max_tokens. It refuses even a simple question"),
        message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "stop|\"content\":\"\"|no-text",
        "stop|\"content\":\"   \"|no-text",
        "stop|\"content\":null|no-text",
        "stop|\"content\":null,\"reasoning_content\":\"thinking long\"|only-thoughts",
        "tool_calls|\"content\":null,\"tool_calls\":[]|no-text",
        "stop|\"content\":\"<think>hm</think> \"|only-thoughts",
        "stop|\"content\":\"<thinking>hm never ends\"|only-thoughts",
        "stop|\"content\":[{\"type\":\"thinking\",\"thinking\":"
            + "[{\"type\":\"text\",\"text\":\"hm\"}]}]|no-text",
        "length|\"content\":\"Cut in the mid\"|cut-text",
        "LENGTH|\"content\":\"Cut in the mid\"|cut-text",
        "max_tokens|\"content\":null,\"reasoning\":\"thinking long\"|cut-text",
        "length|\"content\":\"<think>hm never ends\"|cut-text",
        "content_filter|\"content\":\"Half a te\"|filtered-text",
        "SAFETY|\"content\":\"\"|filtered-text",
        "stop|\"content\":null,\"refusal\":\"I cannot help with that.\"|model-refusal",
        "stop|\"content\":[{\"type\":\"refusal\",\"refusal\":\"No.\"}]|model-refusal",
        "stop|\"content\":\"I’m sorry, but I can’t assist with that request.\"|model-refusal",
        "stop|\"content\":\"caf\\ufffd\"|wrong-charset"
      })
  void shouldRefuseIfNeitherAnswerHasKnowledge(String finishReason, String members, String reason) {
    server
        .answering(200, message(members, finishReason))
        .answering(200, message(members, finishReason));
    RequestRefusedException refused = refused(settings(server.baseUrl(), LONG, 3, LONG));
    assertEquals(reason, refused.reason());
    assertTrue(
        refused.getMessage().startsWith("Asked twice, openai:some-model "), refused.getMessage());
    assertEquals(2, server.requests().size());
    assertEquals(2, counts("laser.worker.texts.refused", "reason").get(reason));
  }

  @Test
  void shouldCountTextsByFinishReason() {
    server
        .answering(200, completion("A fine film."))
        .answering(200, message("\"content\":\"Cut in the mid\"", "length"))
        .answering(200, message("\"content\":\"Cut again\"", "max_tokens"))
        .answering(200, message("\"content\":\"A fine film.\"", "the moon was full"));
    OpenAiSettings settings = settings(server.baseUrl(), LONG, 0, LONG);
    write(settings);
    String message = refused(settings).getMessage();
    assertTrue(
        message.contains(
            "Raise its generator's max.tokens or lower prompt.words. It had written: Cut again"),
        message);
    write(settings);
    assertEquals(
        Map.of("stop", 1.0, "length", 2.0, "other", 1.0),
        counts("laser.worker.texts", "finish_reason"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"type\":\"text\",\"text\":\"Part one.\"},{\"type\":\"text\",\"text\":\"Part two.\"}]",
        "[{\"type\":\"text\",\"text\":\"Part one. \"},{\"type\":\"text\",\"text\":\"Part two.\"}]",
        "[{\"type\":\"text\",\"text\":\"Part one.\"},{\"type\":\"output_text\",\"text\":\"\\n"
            + "Part two.\"}]",
        "[{\"type\":\"thinking\",\"thinking\":\"hm\"},{\"text\":\"Part one.\"},\"Part two.\"]",
        "[{\"type\":\"text\",\"text\":\"<think>hm\"},{\"type\":\"text\",\"text\":\"</think>Part"
            + " one. Part two.\"}]"
      })
  void shouldJoinTheTextsOfContentInParts(String content) {
    server.answering(200, "{\"choices\":[{\"message\":{\"content\":" + content + "}}]}");
    assertEquals(
        "Part one. Part two.", write(settings(server.baseUrl(), LONG, 0, LONG)).replace('\n', ' '));
  }

  @ParameterizedTest
  @CsvSource({
    "ISO-8859-1, application/json; charset=ISO-8859-1",
    "windows-1252, 'application/json;charset=\"windows-1252\"'",
    "UTF-16BE, application/json; Charset=utf-16be",
    "UTF-8, application/json",
    "UTF-8, text/plain; charset=utf-8"
  })
  void shouldReadTheCharsetOfTheResponse(String charset, String contentType) {
    server.answering(
        200,
        completion("A fine Café").getBytes(Charset.forName(charset)),
        Map.of("Content-Type", contentType));
    assertEquals("A fine Café", write(settings(server.baseUrl(), LONG, 0, LONG)));
  }

  @Test
  void shouldReadAResponseWithAByteOrderMark() {
    server.answering(200, "\uFEFF" + completion("A fine Café"));
    assertEquals("A fine Café", write(settings(server.baseUrl(), LONG, 0, LONG)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "application/json; charset=utf-8",
        "application/json; charset=US-ASCII"
      })
  void shouldRefuseATextInAnotherCharsetThanItsResponseNames(String contentType) {
    server.answering(
        200,
        completion("A fine Café").getBytes(StandardCharsets.ISO_8859_1),
        Map.of("Content-Type", contentType));
    RequestRefusedException refused = refused(settings(server.baseUrl(), LONG, 3, LONG));
    assertEquals("wrong-charset", refused.reason());
    assertTrue(
        refused.getMessage().contains("by its Content-Type '" + contentType + "'"),
        refused.getMessage());
  }

  @Test
  void shouldReportAnUnknownCharsetAsAnOutage() {
    IntStream.range(0, 2)
        .forEach(
            i ->
                server.answering(
                    200,
                    completion("A fine film.").getBytes(StandardCharsets.UTF_8),
                    Map.of("Content-Type", "application/json; charset=klingon")));
    String message = unavailable(settings(server.baseUrl(), LONG, 0, LONG));
    assertTrue(message.contains("in the charset 'klingon'"), message);
  }

  @Test
  void shouldBoundConcurrentRequests() {
    IntStream.range(0, 40).forEach(i -> server.answering(200, completion("A fine film.")));
    TextGenerator generator = generator(settings(server.baseUrl(), LONG, 0, LONG, 2, Map.of()));
    List<Optional<GeneratedText>> texts =
        IntStream.range(0, 40)
            .parallel()
            .mapToObj(i -> generator.write(Requests.toyStory()))
            .toList();
    assertEquals(40, texts.stream().filter(Optional::isPresent).count());
    assertTrue(server.maxConcurrent() <= 2, "concurrent: " + server.maxConcurrent());
  }

  @Test
  void shouldAskForChunksIfTheServerAnswersOnlyInChunks() {
    String demand = "{\"error\":\"This model only supports stream mode\"}";
    server.answering(400, demand).answering(200, CHUNKS, EVENTS).answering(200, CHUNKS, EVENTS);
    TextGenerator generator = generator(settings(server.baseUrl(), LONG, 0, LONG));
    for (int i = 0; i < 2; i++) {
      assertEquals("A film about toys.", generator.write(Requests.toyStory()).orElseThrow().text());
    }
    assertEquals(
        List.of("", "true", "true"),
        server.requests().stream().map(request -> member(request, "/stream")).toList());
    assertEquals("true", member(server.requests().get(1), "/stream_options/include_usage"));
    assertEquals(
        Map.of("prompt", 240.0, "completion", 60.0), counts("laser.worker.tokens", "kind"));
    assertEquals(Map.of("stop", 2.0), counts("laser.worker.texts", "finish_reason"));
  }

  @Test
  void shouldAskForChunksOnlyIfToldTo() {
    server.answering(400, "only stream mode").answering(200, completion("Yes."));
    assertEquals(
        "refused-by-generator",
        refused(with(settings(server.baseUrl(), LONG, 0, LONG), Streaming.FALSE)).reason());
    server.answering(200, CHUNKS, EVENTS);
    write(with(settings(server.baseUrl(), LONG, 0, LONG), Streaming.TRUE));
    assertEquals("true", member(server.requests().get(2), "/stream"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        data: {"choices":[{"delta":{"content":"A film about toys."}}]}

        data: [DONE]

        """,
        """
        : ping

        data:{"choices":[{"delta":{"content":"A film about"}}]}\r
        \r
        event: x\r
        data:{"choices":[{"delta":{"content":" toys."},\r
        data:"finish_reason":"stop"}]}\
        """,
        """
        data: {"choices":[{"delta":{"content":null,"reasoning_content":"hm"}}]}

        data: {"choices":[{"delta":{"content":"A film about toys."},"finish_reason":"stop"}]}

        """
      })
  @SuppressWarnings("StringConcatToTextBlock") // Line ends are what is tested.
  void shouldUnderstandChunksThatNobodyAskedFor(String chunks) {
    server.answering(200, chunks);
    assertEquals("A film about toys.", write(settings(server.baseUrl(), LONG, 0, LONG)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        data: {"choices":[{"delta":{"content":"A film ab"}}]}

        """,
        """
        data: {"choices":[{"delta":{"content":"A film ab"}}]}

        data: {"cho\
        """,
        """
        data: {"choices":[{"delta":{"content":"A film ab"}}]}

        data: {"error":{"message":"gone"}}

        """,
        "data: [DONE\n\n"
      })
  @SuppressWarnings("StringConcatToTextBlock") // Line ends are what is tested.
  void shouldRetryIfAStreamBreaksOff(String chunks) {
    server.answering(200, chunks, EVENTS).answering(200, CHUNKS, EVENTS);
    assertEquals("A film about toys.", write(settings(server.baseUrl(), LONG, 1, LONG)));
  }

  @Test
  void shouldRefuseAStreamOfThoughtsOnly() {
    String thoughts =
        "data: {\"choices\":[{\"delta\":{\"reasoning\":\"hm\"},\"finish_reason\":\"stop\"}]}\n\n";
    server.answering(200, thoughts, EVENTS).answering(200, thoughts, EVENTS);
    assertEquals("only-thoughts", refused(settings(server.baseUrl(), LONG, 0, LONG)).reason());
  }

  @Test
  void shouldLowerTheConcurrencyOfABusyServerAndRaiseItAgain() {
    TextGenerator generator = generator(settings(server.baseUrl(), LONG, 0, LONG, 8, Map.of()));
    assertEquals(8, gauge("laser.worker.concurrency.limit"));
    for (int i = 0; i < 3; i++) {
      server.answering(429, "slow down");
      assertFalse(writes(generator));
    }
    assertEquals(1, gauge("laser.worker.concurrency.limit"));
    server.answering(200, completion("A fine film."));
    assertTrue(writes(generator));
    assertEquals(2, gauge("laser.worker.concurrency.limit"));
  }

  @Test
  void shouldLowerTheConcurrencyOfAServerThatIsTooSlow() {
    TextGenerator generator =
        generator(settings(server.baseUrl(), Duration.ofMillis(100), 0, LONG, 8, Map.of()));
    assertFalse(writes(generator));
    assertTrue(gauge("laser.worker.concurrency.limit") <= 4);
  }

  @Test
  void shouldSpareAServerThatFailsAgainAndAgain() {
    int failures = 6;
    TextGenerator generator =
        generator(
            breaking(settings(server.baseUrl(), LONG, 2, LONG), failures, Duration.ofHours(1)));
    IntStream.range(0, 10).forEach(i -> server.answering(503, "down"));
    assertFalse(writes(generator));
    assertEquals(0, gauge("laser.worker.breaker.open"));
    assertFalse(writes(generator));
    assertEquals(failures, server.requests().size());
    assertEquals(1, gauge("laser.worker.breaker.open"));
    String message =
        assertThrows(
                GeneratorUnavailableException.class, () -> generator.write(Requests.toyStory()))
            .getMessage();
    assertTrue(message.contains("has failed 6 times in a row"), message);
    assertEquals(failures, server.requests().size());
  }

  @Test
  void shouldTryASparedServerAgainAfterThePause() {
    TextGenerator generator =
        generator(breaking(settings(server.baseUrl(), LONG, 0, LONG), 1, Duration.ofMillis(1)));
    server.answering(503, "down");
    assertFalse(writes(generator));
    assertEquals(1, gauge("laser.worker.breaker.open"));
    server.answering(200, completion("A fine film."));
    Await.until("an answer", () -> writes(generator));
    assertEquals(0, gauge("laser.worker.breaker.open"));
  }

  @Test
  void shouldNotSpareAServerThatOnlyLimitsItsRate() {
    TextGenerator generator =
        generator(breaking(settings(server.baseUrl(), LONG, 0, LONG), 2, Duration.ofHours(1)));
    for (int i = 0; i < 4; i++) {
      server.answering(429, "slow down");
      assertFalse(writes(generator));
    }
    assertEquals(4, server.requests().size());
    assertEquals(0, gauge("laser.worker.breaker.open"));
  }

  @ParameterizedTest
  @CsvSource({
    "401, Incorrect API key, 'Check the base URL, the model ''some-model'', the API key'",
    "404, The model some-model does not exist, Check the base URL",
    "400, unknown model, It refuses even a simple question: check the model",
    "503, loading, 'answered 503: loading'",
    "200, <html>login</html>, answered 200 with what is not JSON"
  })
  void shouldFindOutWithoutARequestThatItCannotWrite(int status, String body, String problem) {
    server.answering(status, body);
    String message =
        assertThrows(
                GeneratorUnavailableException.class,
                () -> generator(settings(server.baseUrl(), LONG, 3, LONG)).probe())
            .getMessage();
    assertTrue(message.contains(problem), message);
    assertEquals(1, server.requests().size());
  }

  @Test
  void shouldFindOutWithoutARequestThatItCanWrite() throws InterruptedException {
    server.answering(200, message("\"content\":\"Y\"", "length"));
    generator(settings(server.baseUrl(), LONG, 3, LONG)).probe();
    assertEquals(1, server.requests().size());
  }

  @Test
  void shouldReactToAnInterrupt() throws InterruptedException {
    TextGenerator generator = generator(settings(server.baseUrl(), LONG, 3, LONG));
    Thread writer =
        new Thread(
            () ->
                assertThrows(
                    GeneratorUnavailableException.class,
                    () -> generator.write(Requests.toyStory())));
    writer.start();
    while (server.requests().isEmpty()) {
      assertTrue(writer.isAlive(), "the writer ended before it asked");
      Thread.onSpinWait();
    }
    writer.interrupt();
    writer.join(LONG.toMillis());
    assertFalse(writer.isAlive());
    assertEquals(1, server.requests().size());
  }

  @Test
  void shouldParseRetryAfterInBothForms() {
    RetryAfter retryAfter =
        new RetryAfter(
            InstantSource.fixed(Instant.parse("2026-11-21T10:00:00Z")), Duration.ofMinutes(1));
    assertEquals(Optional.of(Duration.ofSeconds(7)), retryAfter.pause(Optional.of("7")));
    assertEquals(
        Optional.of(Duration.ofSeconds(5)),
        retryAfter.pause(Optional.of("Sat, 21 Nov 2026 10:00:05 GMT")));
    assertEquals(
        Optional.of(Duration.ZERO), retryAfter.pause(Optional.of("Sat, 21 Nov 2026 09:00:00 GMT")));
    assertEquals(Optional.of(Duration.ofMinutes(1)), retryAfter.pause(Optional.of("86400")));
    assertEquals(Optional.empty(), retryAfter.pause(Optional.of("soon")));
    assertEquals(Optional.empty(), retryAfter.pause(Optional.empty()));
  }

  private static OpenAiSettings with(OpenAiSettings settings, Streaming streaming) {
    return new OpenAiSettings(
        settings.baseUrl(),
        settings.model(),
        settings.apiKey(),
        settings.attempts(),
        settings.breaker(),
        settings.concurrency(),
        streaming,
        settings.extra());
  }

  private static OpenAiSettings breaking(OpenAiSettings settings, int failures, Duration pause) {
    return new OpenAiSettings(
        settings.baseUrl(),
        settings.model(),
        settings.apiKey(),
        settings.attempts(),
        new OpenAiSettings.Breaker(failures, pause),
        settings.concurrency(),
        settings.streaming(),
        settings.extra());
  }

  private static boolean writes(TextGenerator generator) {
    try {
      return generator.write(Requests.toyStory()).isPresent();
    } catch (GeneratorUnavailableException e) {
      return false;
    }
  }

  private static String member(ChatServer.Request request, String path) {
    try {
      return new ObjectMapper().readTree(request.body()).at(path).asText();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private double gauge(String meter) {
    return meters.get(meter).tag("generator", "openai:some-model").gauge().value();
  }

  /** Counts by the value of a tag. */
  private Map<String, Double> counts(String meter, String tag) {
    return meters.find(meter).counters().stream()
        .collect(Collectors.toMap(counter -> counter.getId().getTag(tag), Counter::count));
  }

  private String write(OpenAiSettings settings) {
    return generator(settings).write(Requests.toyStory()).orElseThrow().text();
  }

  private RequestRefusedException refused(OpenAiSettings settings) {
    return assertThrows(RequestRefusedException.class, () -> write(settings));
  }

  private String unavailable(OpenAiSettings settings) {
    return assertThrows(GeneratorUnavailableException.class, () -> write(settings)).getMessage();
  }

  private TextGenerator generator(OpenAiSettings settings) {
    return new LanguageModelWriter(
        new OpenAiChatModel(settings, InstantSource.system(), metrics),
        prompts,
        new Sampling(200, 0, 7),
        new KnowledgeCheck(20, Languages.of("en")),
        metrics);
  }

  private static OpenAiSettings settings(
      URI baseUrl, Duration timeout, int retries, Duration patience) {
    return settings(baseUrl, timeout, retries, patience, 1, Map.of());
  }

  private static OpenAiSettings settings(
      URI baseUrl,
      Duration timeout,
      int retries,
      Duration patience,
      int concurrency,
      Map<String, Object> extra) {
    return new OpenAiSettings(
        baseUrl,
        "some-model",
        Optional.of("secret"),
        new OpenAiSettings.Attempts(timeout, retries, patience, Duration.ofMillis(1)),
        new OpenAiSettings.Breaker(10, Duration.ofMillis(1)),
        concurrency,
        Streaming.AUTO,
        extra);
  }
}
