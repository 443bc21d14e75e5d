package io.laserstreams.worker.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.laserstreams.worker.Requests;
import io.laserstreams.worker.chat.Sampling;
import io.laserstreams.worker.check.KnowledgeCheck;
import io.laserstreams.worker.check.TextFault;
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
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Against a real server with a real model, for example llama.cpp's; see docs/knowledge.md. */
class RealChatServerTest {
  private static final String VARIABLE = "LASER_CHAT_SERVER";
  private static final int MAX_TOKENS = 600;
  private static final int TOO_FEW_TOKENS = 5;

  private static URI baseUrl;
  private static String model;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final WorkerMetrics metrics = new WorkerMetrics(meters);
  private final Prompts prompts =
      new Prompts(
          PromptTemplates.builtIn(Domain.named("movies")),
          new RatingScale("1 to 5", 3),
          Languages.of("en"),
          150);

  @BeforeAll
  static void findServer() throws IOException, InterruptedException {
    String configured = System.getenv(VARIABLE);
    assumeTrue(
        configured != null,
        "SKIPPED: " + VARIABLE + " names no chat server, for example http://localhost:8000/v1");
    baseUrl = URI.create(configured);
    String models =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(configured + "/models")).build(),
                BodyHandlers.ofString())
            .body();
    model = new ObjectMapper().readTree(models).at("/data/0/id").asText();
  }

  @Test
  void shouldGetATextAndItsTokens() {
    GeneratedText generated =
        generator(baseUrl, MAX_TOKENS).write(Requests.toyStory()).orElseThrow();
    assertFalse(generated.text().isBlank());
    assertEquals("openai:" + model, generated.generator());
    assertTrue(tokens("prompt") > 50, "prompt tokens: " + tokens("prompt"));
    assertTrue(
        tokens("completion") > 0 && tokens("completion") <= MAX_TOKENS,
        "completion tokens: " + tokens("completion"));
  }

  @Test
  void shouldRefuseATruncatedText() {
    RequestRefusedException refused =
        assertThrows(
            RequestRefusedException.class,
            () -> generator(baseUrl, TOO_FEW_TOKENS).write(Requests.toyStory()));
    assertEquals(TextFault.CUT_TEXT.reason(), refused.reason());
  }

  @Test
  void shouldDistinguishATooLongRequestFromAnOutage() {
    String book =
        "All happy families are alike; each unhappy family is unhappy in its own way. "
            .repeat(20_000);
    assertThrows(
        RequestRefusedException.class,
        () ->
            generator(baseUrl, MAX_TOKENS)
                .write(Requests.item("1", "Anna Karenina", book, List.of("Novel"), Map.of())));
  }

  @Test
  void shouldBlameTheConfigurationForAWrongPath() {
    String message =
        assertThrows(
                GeneratorUnavailableException.class,
                () ->
                    generator(URI.create(baseUrl + "/nothing-here"), MAX_TOKENS)
                        .write(Requests.toyStory()))
            .getMessage();
    assertTrue(message.contains("Check the base URL"), message);
  }

  private TextGenerator generator(URI url, int maxTokens) {
    return new LanguageModelWriter(
        new OpenAiChatModel(
            new OpenAiSettings(
                url,
                model,
                Optional.empty(),
                new OpenAiSettings.Attempts(
                    Duration.ofMinutes(5), 0, Duration.ofMinutes(5), Duration.ofSeconds(1)),
                new OpenAiSettings.Breaker(10, Duration.ofSeconds(1)),
                1,
                Streaming.AUTO,
                Map.of()),
            InstantSource.system(),
            metrics),
        prompts,
        new Sampling(maxTokens, 0, 7),
        new KnowledgeCheck(150, Languages.of("en")),
        metrics);
  }

  private double tokens(String kind) {
    return meters.get("laser.worker.tokens").tag("kind", kind).counter().count();
  }
}
