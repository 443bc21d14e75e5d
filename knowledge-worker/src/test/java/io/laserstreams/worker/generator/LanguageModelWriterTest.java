package io.laserstreams.worker.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.schema.KnowledgeRequest;
import io.laserstreams.worker.Requests;
import io.laserstreams.worker.chat.ChatModel;
import io.laserstreams.worker.chat.Completion;
import io.laserstreams.worker.chat.FinishReason;
import io.laserstreams.worker.chat.Sampling;
import io.laserstreams.worker.check.KnowledgeCheck;
import io.laserstreams.worker.language.Languages;
import io.laserstreams.worker.metrics.WorkerMetrics;
import io.laserstreams.worker.prompt.Domain;
import io.laserstreams.worker.prompt.Prompt;
import io.laserstreams.worker.prompt.PromptTemplates;
import io.laserstreams.worker.prompt.Prompts;
import io.laserstreams.worker.taste.RatingScale;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LanguageModelWriterTest {
  private static final String REFUSAL = "I'm sorry, but I can't assist with that request.";

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Prompts prompts =
      new Prompts(
          PromptTemplates.builtIn(Domain.named("movies")),
          new RatingScale("1 to 5", 3),
          Languages.of("en"),
          150);
  private final FakeModel model = new FakeModel();
  private final KnowledgeRequest request = Requests.toyStory();

  @Test
  void shouldAskOnceIfTheTextIsKnowledge() {
    model.writing("A film about toys.");
    assertEquals(
        new GeneratedText("A film about toys.", "fake:m", prompts.version(), 100, 10),
        writer(0).write(request).orElseThrow());
    assertEquals(List.of(new Sampling(200, 0, 7)), model.draws);
    assertEquals(List.of(prompts.about(request)), model.prompts);
  }

  @Test
  void shouldAskOnceMoreWithAnotherSeedAndLivelier() {
    model.writing(REFUSAL, "A film about toys.");
    assertEquals("A film about toys.", writer(0).write(request).orElseThrow().text());
    assertEquals(List.of(prompts.about(request), prompts.about(request)), model.prompts);
    Sampling second = model.draws.get(1);
    assertEquals(0.7, second.temperature());
    assertEquals(200, second.maxTokens());
    assertNotEquals(7, second.seed());
    assertTrue(second.seed() >= 0 && second.seed() < 1 << 28, second.toString());
    assertEquals(1, refused("model-refusal"));
    assertEquals(0, refused("cut-text"));
  }

  @Test
  void shouldKeepATemperatureThatIsLivelyAlready() {
    model.writing(REFUSAL, "A film about toys.");
    writer(1.2).write(request);
    assertEquals(1.2, model.draws.get(1).temperature());
  }

  @Test
  void shouldDeriveTheSecondSeedFromTheRequest() {
    KnowledgeRequest other = Requests.user("7", Map.of());
    KnowledgeRequest again = KnowledgeRequest.newBuilder(request).setAttempt(2).build();
    List<Long> seeds = new ArrayList<>();
    for (KnowledgeRequest asked : List.of(request, request, other, again)) {
      model.writing(REFUSAL, "A film about toys.");
      writer(0).write(asked);
      seeds.add(model.draws.get(model.draws.size() - 1).seed());
    }
    assertEquals(seeds.get(0), seeds.get(1));
    assertNotEquals(seeds.get(0), seeds.get(2));
    assertNotEquals(seeds.get(0), seeds.get(3));
  }

  @Test
  void shouldRefuseTheRequestAfterTheSecondText() {
    model.writing(REFUSAL, " ");
    RequestRefusedException refused =
        assertThrows(RequestRefusedException.class, () -> writer(0).write(request));
    assertEquals("no-text", refused.reason());
    assertEquals("Asked twice, fake:m wrote nothing", refused.getMessage());
    assertEquals(1, refused("model-refusal"));
    assertEquals(1, refused("no-text"));
  }

  @Test
  void shouldCountTheTokensOfRefusedTextsToo() {
    model.writing(REFUSAL, "A film about toys.");
    GeneratedText text = writer(0).write(request).orElseThrow();
    assertEquals(200, text.promptTokens());
    assertEquals(20, text.completionTokens());
    assertEquals(200, tokens("prompt"));
    assertEquals(20, tokens("completion"));
  }

  private LanguageModelWriter writer(double temperature) {
    return new LanguageModelWriter(
        model,
        prompts,
        new Sampling(200, temperature, 7),
        new KnowledgeCheck(20, Languages.of("en")),
        new WorkerMetrics(meters));
  }

  private double refused(String reason) {
    return meters.get("laser.worker.texts.refused").tag("reason", reason).counter().count();
  }

  private double tokens(String kind) {
    return meters.get("laser.worker.tokens").tag("kind", kind).counter().count();
  }

  /** Writes the given texts, one after the other. */
  private static final class FakeModel implements ChatModel {
    private final Deque<String> texts = new ArrayDeque<>();
    private final List<Prompt> prompts = new ArrayList<>();
    private final List<Sampling> draws = new ArrayList<>();

    private void writing(String... next) {
      texts.addAll(List.of(next));
    }

    @Override
    public String id() {
      return "fake:m";
    }

    @Override
    public Completion complete(Prompt prompt, Sampling sampling) {
      prompts.add(prompt);
      draws.add(sampling);
      return Completion.of(texts.remove(), FinishReason.STOP, 100, 10);
    }
  }
}
