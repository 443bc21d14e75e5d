package io.laserstreams.worker;

import static java.util.Objects.requireNonNull;

import io.laserstreams.worker.generator.TextGenerator;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a generator something simple from the start on until it answers, so that a wrong address, a
 * wrong key or an unknown model shows before the first request comes. Requests are taken meanwhile,
 * since another generator may write about the other kind of subject.
 */
final class GeneratorProbe implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(GeneratorProbe.class);
  private static final int GROWTH = 2;
  private static final Duration MAX_PAUSE = Duration.ofSeconds(15);

  private final TextGenerator generator;
  private final Duration firstPause;
  private final Thread thread;
  private volatile Optional<String> trouble;

  /**
   * @param firstPause before the second question; doubled each time up to a quarter of a minute
   */
  GeneratorProbe(TextGenerator generator, Duration firstPause) {
    this.generator = requireNonNull(generator, "generator is null");
    this.firstPause = requireNonNull(firstPause, "firstPause is null");
    this.trouble = Optional.of("waiting for a first answer of the generator " + generator.id());
    this.thread = new Thread(this::run, "laser-worker-probe");
    this.thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Why the generator has not answered yet; empty once it has. */
  Optional<String> trouble() {
    return trouble;
  }

  private void run() {
    try {
      for (Duration pause = firstPause; !answers(); pause = longer(pause)) {
        Thread.sleep(pause.toMillis());
      }
      trouble = Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean answers() throws InterruptedException {
    try {
      generator.probe();
      return true;
    } catch (RuntimeException e) {
      String message = "the generator does not answer: " + e.getMessage();
      log.warn(message);
      trouble = Optional.of(message);
      return false;
    }
  }

  private static Duration longer(Duration pause) {
    Duration longer = pause.multipliedBy(GROWTH);
    return longer.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : longer;
  }

  @Override
  public void close() throws InterruptedException {
    thread.interrupt();
    thread.join();
  }
}
