package io.laserstreams.worker;

import static java.util.Objects.requireNonNull;

import io.laserstreams.schema.KnowledgeAnswer;
import io.laserstreams.schema.KnowledgeRequest;
import io.laserstreams.schema.Provenance;
import io.laserstreams.worker.encoder.EncoderSet;
import io.laserstreams.worker.generator.GeneratedText;
import io.laserstreams.worker.generator.TextGenerator;
import io.laserstreams.worker.metrics.WorkerMetrics;
import java.time.InstantSource;
import java.util.Optional;

/** Answers a request: generates the text, encodes it, and adds its provenance. Thread-safe. */
public final class RequestAnswerer {
  private final TextGenerator generator;
  private final EncoderSet encoders;
  private final InstantSource clock;
  private final WorkerMetrics metrics;

  public RequestAnswerer(
      TextGenerator generator, EncoderSet encoders, InstantSource clock, WorkerMetrics metrics) {
    this.generator = requireNonNull(generator, "generator is null");
    this.encoders = requireNonNull(encoders, "encoders is null");
    this.clock = requireNonNull(clock, "clock is null");
    this.metrics = requireNonNull(metrics, "metrics is null");
  }

  /** Empty if the generator has no answer; throws what {@link TextGenerator#write} throws. */
  public Optional<KnowledgeAnswer> answer(KnowledgeRequest request) {
    long start = System.nanoTime();
    Optional<GeneratedText> generated = generator.write(request);
    generated.ifPresent(text -> metrics.generated(text.generator(), System.nanoTime() - start));
    return generated.map(text -> answer(request, text));
  }

  private KnowledgeAnswer answer(KnowledgeRequest request, GeneratedText generated) {
    Provenance provenance =
        new Provenance(
            generated.generator(),
            generated.promptVersion(),
            encoders.ids(),
            clock.millis(),
            request.getRequestId(),
            generated.promptTokens(),
            generated.completionTokens());
    return new KnowledgeAnswer(
        request.getRequestId(),
        request.getSubjectKind(),
        request.getSubjectId(),
        request.getPosition(),
        request.getBasedOnEventTime(),
        generated.text(),
        encoders.encode(generated.text()),
        provenance);
  }
}
