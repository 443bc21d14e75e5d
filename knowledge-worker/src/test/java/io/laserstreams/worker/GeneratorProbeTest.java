package io.laserstreams.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.laserstreams.schema.KnowledgeRequest;
import io.laserstreams.testsupport.Await;
import io.laserstreams.worker.generator.GeneratedText;
import io.laserstreams.worker.generator.GeneratorUnavailableException;
import io.laserstreams.worker.generator.TextGenerator;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GeneratorProbeTest {
  private static final Duration SHORT = Duration.ofMillis(1);

  @Test
  void shouldShowTheTroubleUntilTheGeneratorAnswers() throws InterruptedException {
    CountDownLatch repaired = new CountDownLatch(1);
    TextGenerator generator =
        probed(
            () -> {
              if (repaired.getCount() > 0) {
                throw new GeneratorUnavailableException("answered 401: Check the API key");
              }
            });
    try (GeneratorProbe probe = new GeneratorProbe(generator, SHORT)) {
      assertEquals(
          Optional.of("waiting for a first answer of the generator probed:m"), probe.trouble());
      probe.start();
      Await.until(
          () -> "the trouble: " + probe.trouble(),
          () ->
              probe
                  .trouble()
                  .equals(
                      Optional.of(
                          "the generator does not answer: answered 401: Check the API key")));
      repaired.countDown();
      Await.until(() -> "no trouble: " + probe.trouble(), () -> probe.trouble().isEmpty());
    }
  }

  @Test
  void shouldAskNoMoreOnceTheGeneratorAnswers() throws InterruptedException {
    AtomicInteger asked = new AtomicInteger();
    try (GeneratorProbe probe = new GeneratorProbe(probed(asked::incrementAndGet), SHORT)) {
      probe.start();
      Await.until("an answer", () -> probe.trouble().isEmpty());
    }
    assertEquals(1, asked.get());
  }

  @Test
  void shouldEndWhileTheGeneratorDoesNotAnswer() throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(1);
    TextGenerator silent =
        new ProbedGenerator() {
          @Override
          public void probe() throws InterruptedException {
            asked.countDown();
            new CountDownLatch(1).await();
          }
        };
    GeneratorProbe probe = new GeneratorProbe(silent, SHORT);
    probe.start();
    asked.await();
    probe.close();
    assertEquals(
        Optional.of("waiting for a first answer of the generator probed:m"), probe.trouble());
  }

  private static TextGenerator probed(Runnable probing) {
    return new ProbedGenerator() {
      @Override
      public void probe() {
        probing.run();
      }
    };
  }

  private abstract static class ProbedGenerator implements TextGenerator {
    @Override
    public String id() {
      return "probed:m";
    }

    @Override
    public Optional<GeneratedText> write(KnowledgeRequest request) {
      throw new AssertionError("nobody asked for a text");
    }
  }
}
