package io.laserstreams.lm.generation;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A text in progress: a row of the batch. */
final class ActiveText {
  private final GenerationTask task;
  private final CompletableFuture<Generation> result;
  private final Sampler sampler;
  private final int reused;
  private final List<Long> written = new ArrayList<>();
  private boolean stopped;

  /**
   * @param reused tokens of the prompt that were not read again
   */
  ActiveText(GenerationTask task, CompletableFuture<Generation> result, int reused) {
    this.task = task;
    this.result = result;
    this.reused = reused;
    this.sampler = new Sampler(task.sampling(), task.seed(), task.prompt());
  }

  /** Chooses the next token. */
  void next(float[] logits, Set<Long> stopTokens) {
    long token = sampler.next(logits);
    stopped = stopTokens.contains(token);
    if (!stopped) {
      written.add(token);
    }
  }

  /** Whether it is written, or nobody waits for it any more. */
  boolean ended() {
    return stopped || written.size() >= task.maxTokens() || result.isDone();
  }

  /** The token that the model has not read yet. */
  long newest() {
    return written.get(written.size() - 1);
  }

  /** Tokens that the model has read. */
  int read() {
    return task.prompt().length + written.size() - 1;
  }

  void complete() {
    result.complete(new Generation(written, stopped, task.prompt().length, reused));
  }

  void fail(Throwable cause) {
    result.completeExceptionally(cause);
  }
}
