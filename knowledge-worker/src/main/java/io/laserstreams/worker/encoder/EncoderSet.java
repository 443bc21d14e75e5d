package io.laserstreams.worker.encoder;

import io.laserstreams.schema.FloatLists;
import io.laserstreams.schema.KnowledgeVector;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * The configured encoders; a text gets one vector from each. At most {@code threads} calls encode
 * at a time: encoding is pure computation, and more calls at once only slow each other down.
 */
public final class EncoderSet implements AutoCloseable {
  private final List<TextEncoder> encoders;
  private final List<Timer> timers;
  private final Semaphore permits;

  public EncoderSet(List<TextEncoder> encoders, int threads, MeterRegistry registry) {
    this.encoders = List.copyOf(encoders);
    this.timers =
        this.encoders.stream()
            .map(
                encoder ->
                    Timer.builder("laser.worker.encode")
                        .description("Time to encode one text")
                        .tag("encoder", encoder.id())
                        .register(registry))
            .toList();
    this.permits = new Semaphore(threads, true);
  }

  public List<String> ids() {
    return encoders.stream().map(TextEncoder::id).toList();
  }

  public List<KnowledgeVector> encode(String text) {
    List<KnowledgeVector> vectors = new ArrayList<>(encoders.size());
    for (int i = 0; i < encoders.size(); i++) {
      TextEncoder encoder = encoders.get(i);
      permits.acquireUninterruptibly();
      try {
        vectors.add(
            new KnowledgeVector(
                encoder.id(), FloatLists.of(timers.get(i).record(() -> encoder.encode(text)))));
      } finally {
        permits.release();
      }
    }
    return vectors;
  }

  @Override
  public void close() {
    encoders.forEach(TextEncoder::close);
  }
}
