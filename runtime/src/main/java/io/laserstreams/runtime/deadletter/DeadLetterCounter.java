package io.laserstreams.runtime.deadletter;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts dead letters as {@code laser_dead_letters_total{app,topic,reason}} and logs each. */
public final class DeadLetterCounter {
  public static final String METRIC = "laser.dead.letters";
  private static final Logger log = LoggerFactory.getLogger(DeadLetterCounter.class);

  private final MeterRegistry registry;

  public DeadLetterCounter(MeterRegistry registry) {
    this.registry = requireNonNull(registry, "registry is null");
  }

  public void count(DeadLetter letter) {
    log.warn(
        "Dead letter from {} [{}@{}-{}]: {}: {}",
        letter.app(),
        letter.topic(),
        letter.partition(),
        letter.offset(),
        letter.reason(),
        letter.message());
    Counter.builder(METRIC)
        .description("Records that could not be used and went to the dead-letter topic")
        .tag("app", letter.app())
        .tag("topic", letter.topic() == null ? "none" : letter.topic())
        .tag("reason", letter.reason())
        .register(registry)
        .increment();
  }
}
