package io.laserstreams.worker.generator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.bytes.Sha256;
import io.laserstreams.schema.KnowledgeRequest;
import io.laserstreams.worker.chat.ChatModel;
import io.laserstreams.worker.chat.Completion;
import io.laserstreams.worker.chat.Sampling;
import io.laserstreams.worker.check.KnowledgeCheck;
import io.laserstreams.worker.check.NotKnowledgeException;
import io.laserstreams.worker.metrics.WorkerMetrics;
import io.laserstreams.worker.prompt.Prompt;
import io.laserstreams.worker.prompt.Prompts;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Texts by a language model, wherever it runs: asks it with a prompt and accepts only knowledge. A
 * model that wrote something else is asked once more, with another seed and {@link
 * #SECOND_TEMPERATURE} at least, since the likeliest text would come again; then the request is
 * refused. Both seeds follow from the request, so that it gives the same texts again.
 */
public final class LanguageModelWriter implements TextGenerator {
  private static final Logger log = LoggerFactory.getLogger(LanguageModelWriter.class);
  private static final double SECOND_TEMPERATURE = 0.7;
  private static final int SEED_DIGITS = 7;
  private static final int HEXADECIMAL = 16;

  private final ChatModel model;
  private final Prompts prompts;
  private final Sampling sampling;
  private final KnowledgeCheck check;
  private final WorkerMetrics metrics;

  public LanguageModelWriter(
      ChatModel model,
      Prompts prompts,
      Sampling sampling,
      KnowledgeCheck check,
      WorkerMetrics metrics) {
    this.model = requireNonNull(model, "model is null");
    this.prompts = requireNonNull(prompts, "prompts is null");
    this.sampling = requireNonNull(sampling, "sampling is null");
    this.check = requireNonNull(check, "check is null");
    this.metrics = requireNonNull(metrics, "metrics is null");
  }

  @Override
  public String id() {
    return model.id();
  }

  @Override
  public void probe() throws InterruptedException {
    model.probe(sampling);
  }

  @Override
  public Optional<GeneratedText> write(KnowledgeRequest request) {
    try {
      return Optional.of(knowledge(request));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GeneratorUnavailableException("Interrupted while " + id() + " was writing", e);
    }
  }

  private GeneratedText knowledge(KnowledgeRequest request) throws InterruptedException {
    Prompt prompt = prompts.about(request);
    Completion first = complete(prompt, sampling);
    try {
      return text(accept(first, prompt), first.promptTokens(), first.completionTokens());
    } catch (NotKnowledgeException e) {
      log.info("Asking again about {}: {} {}", request.getRequestId(), id(), e.getMessage());
    }
    Completion second = complete(prompt, sampling.redrawn(SECOND_TEMPERATURE, secondSeed(request)));
    try {
      return text(
          accept(second, prompt),
          first.promptTokens() + second.promptTokens(),
          first.completionTokens() + second.completionTokens());
    } catch (NotKnowledgeException e) {
      throw new RequestRefusedException(
          e.fault().reason(), "Asked twice, " + id() + " " + e.getMessage());
    }
  }

  private GeneratedText text(String knowledge, long promptTokens, long completionTokens) {
    return new GeneratedText(knowledge, id(), prompts.version(), promptTokens, completionTokens);
  }

  private Completion complete(Prompt prompt, Sampling draw) throws InterruptedException {
    Completion completion = model.complete(prompt, draw);
    metrics.written(id(), completion);
    return completion;
  }

  private String accept(Completion completion, Prompt prompt) {
    try {
      return check.accept(completion, prompt);
    } catch (NotKnowledgeException e) {
      metrics.refused(e.fault());
      throw e;
    }
  }

  /** Below 2^28, which every server takes; another one when the request comes again. */
  private long secondSeed(KnowledgeRequest request) {
    String draw = sampling.seed() + "/" + request.getRequestId() + "/" + request.getAttempt();
    return Long.parseLong(Sha256.hex(draw.getBytes(UTF_8)).substring(0, SEED_DIGITS), HEXADECIMAL);
  }
}
