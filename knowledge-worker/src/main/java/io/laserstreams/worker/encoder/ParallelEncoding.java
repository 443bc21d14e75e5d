package io.laserstreams.worker.encoder;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Encodes many texts on several threads. The vectors equal those of {@link TextEncoder#encode}, in
 * the order of the texts.
 */
public final class ParallelEncoding {
  private final TextEncoder encoder;
  private final int threads;

  public ParallelEncoding(TextEncoder encoder, int threads) {
    this.encoder = requireNonNull(encoder, "encoder is null");
    if (threads < 1) {
      throw new IllegalArgumentException("threads is " + threads + ", must be at least 1");
    }
    this.threads = threads;
  }

  public List<float[]> encode(List<String> texts) {
    return encode(texts, done -> {});
  }

  /** Calls {@code progress} with the number of texts encoded so far, from any of the threads. */
  public List<float[]> encode(List<String> texts, IntConsumer progress) {
    AtomicInteger done = new AtomicInteger();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<float[]>> futures = new ArrayList<>(texts.size());
      for (String text : texts) {
        futures.add(
            pool.submit(
                () -> {
                  float[] vector = encoder.encode(text);
                  progress.accept(done.incrementAndGet());
                  return vector;
                }));
      }
      List<float[]> vectors = new ArrayList<>(texts.size());
      for (Future<float[]> future : futures) {
        vectors.add(future.get());
      }
      return vectors;
    } catch (ExecutionException e) {
      throw new IllegalStateException("Text encoder " + encoder.id() + " failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while encoding " + texts.size() + " texts", e);
    } finally {
      pool.shutdownNow();
    }
  }
}
