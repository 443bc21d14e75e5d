package io.laserstreams.lm.generation;

import static java.util.Objects.requireNonNull;

import io.laserstreams.lm.decoder.Decoder;
import io.laserstreams.lm.decoder.KeyValueCache;
import io.laserstreams.lm.decoder.KeyValueCache.Row;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes texts side by side, a token of each in one call of the decoder. A text that ends makes
 * room for one that waits at once, whatever the others do (continuous batching, Yu et al. 2022,
 * Orca).
 *
 * <p>A prompt is read by itself, then its row joins the batch, padded on the left to the longest;
 * so it never meets another text, nor what was in its place before.
 */
public final class BatchGenerator implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(BatchGenerator.class);

  /** Tokens of a prompt read in one call, which bounds the memory of the logits. */
  static final int PROMPT_TOKENS_PER_CALL = 128;

  private static final long IDLE_MILLIS = 100;

  private final Decoder decoder;
  private final Set<Long> stopTokens;
  private final int maxTexts;
  private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
  private final PrefixCache prefixes;
  private final KeyValueCache batch;
  private final Thread thread = new Thread(this::run, "laser-language-model");
  private List<ActiveText> active = List.of();
  private volatile BatchStatistics statistics = new BatchStatistics(0, 0, 0, 0, 0, 0);
  private volatile boolean closed;

  private record Waiting(GenerationTask task, CompletableFuture<Generation> result) {}

  /** A text whose prompt has been read, with its keys and values. */
  private record Joining(ActiveText text, KeyValueCache cache) {}

  /**
   * @param decoder used by this alone
   * @param stopTokens ids that end a text
   * @param maxTexts written side by side at most
   */
  public BatchGenerator(Decoder decoder, Set<Long> stopTokens, int maxTexts) {
    this.decoder = requireNonNull(decoder, "decoder is null");
    this.stopTokens = Set.copyOf(stopTokens);
    if (maxTexts < 1) {
      throw new IllegalArgumentException("maxTexts is " + maxTexts + ", must be at least 1");
    }
    this.maxTexts = maxTexts;
    this.prefixes = new PrefixCache(decoder);
    this.batch = decoder.newCache();
    thread.setDaemon(true);
    thread.start();
  }

  /** Has a text written; cancelling the result makes room for others. */
  public CompletableFuture<Generation> submit(GenerationTask task) {
    CompletableFuture<Generation> result = new CompletableFuture<>();
    queue.add(new Waiting(task, result));
    if (closed) {
      result.completeExceptionally(closedException());
    }
    return result;
  }

  public BatchStatistics statistics() {
    BatchStatistics last = statistics;
    return new BatchStatistics(
        last.promptTokens(),
        last.reusedTokens(),
        last.writtenTokens(),
        last.steps(),
        last.active(),
        queue.size());
  }

  private void run() {
    try {
      while (!closed) {
        turn();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      closed = true;
      active.forEach(text -> text.fail(closedException()));
      queue.forEach(waiting -> waiting.result().completeExceptionally(closedException()));
    }
  }

  private void turn() throws InterruptedException {
    try {
      takeTexts();
      if (!active.isEmpty()) {
        step();
      }
    } catch (RuntimeException | Error e) {
      List<ActiveText> failed = active;
      active = List.of();
      failed.forEach(text -> text.fail(e));
      log.error("The language model failed on {} texts", failed.size(), e);
    }
  }

  /** Lets go of texts that ended, and reads the prompts of texts that waited for their places. */
  private void takeTexts() throws InterruptedException {
    List<Row> rows = new ArrayList<>();
    List<ActiveText> texts = new ArrayList<>();
    for (int row = 0; row < active.size(); row++) {
      ActiveText text = active.get(row);
      if (!text.ended()) {
        texts.add(text);
        rows.add(Row.newest(batch, row, text.read()));
      }
    }
    boolean changed = texts.size() != active.size();
    active = texts; // those that join are in it at once, so that they fail with the others
    while (texts.size() < maxTexts && !closed) {
      Waiting next =
          texts.isEmpty() ? queue.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS) : queue.poll();
      if (next == null) {
        break;
      }
      Joining joining = next.result().isDone() ? null : begin(next);
      if (joining != null) {
        texts.add(joining.text());
        rows.add(Row.newest(joining.cache(), 0, joining.text().read()));
        changed = true;
      }
    }
    if (changed) {
      batch.become(rows);
      count(0, 0, 0, 0);
    }
  }

  /** Reads the prompt and chooses the first token; null if that was all, or it failed. */
  private @Nullable Joining begin(Waiting waiting) {
    try {
      long[] prompt = waiting.task().prompt();
      KeyValueCache cache = decoder.newCache();
      int reused = prefixes.restore(prompt, cache);
      FloatBuffer logits = FloatBuffer.allocate(0);
      for (int from = reused; from < prompt.length; from += PROMPT_TOKENS_PER_CALL) {
        int to = Math.min(prompt.length, from + PROMPT_TOKENS_PER_CALL);
        logits = decoder.read(cache, Arrays.copyOfRange(prompt, from, to), new int[1]);
      }
      prefixes.learn(prompt, cache);
      ActiveText text = new ActiveText(waiting.task(), waiting.result(), reused);
      text.next(logits.array(), stopTokens);
      count(prompt.length - reused, reused, 1, 0);
      if (text.ended()) {
        text.complete();
        return null;
      }
      return new Joining(text, cache);
    } catch (RuntimeException | Error e) {
      waiting.result().completeExceptionally(e);
      log.error("The language model failed on a prompt", e);
      return null;
    }
  }

  private void step() {
    long[] tokens = new long[active.size()];
    int[] padding = new int[active.size()];
    for (int row = 0; row < tokens.length; row++) {
      tokens[row] = active.get(row).newest();
      padding[row] = batch.length() - active.get(row).read();
    }
    FloatBuffer logits = decoder.read(batch, tokens, padding);
    float[] ofRow = new float[decoder.vocabulary()];
    for (int row = 0; row < tokens.length; row++) {
      ActiveText text = active.get(row);
      logits.get(row * ofRow.length, ofRow);
      text.next(ofRow, stopTokens);
    }
    count(0, 0, tokens.length, 1);
    active.stream().filter(ActiveText::ended).forEach(ActiveText::complete);
  }

  private void count(int prompt, int reused, int written, int steps) {
    BatchStatistics last = statistics;
    statistics =
        new BatchStatistics(
            last.promptTokens() + prompt,
            last.reusedTokens() + reused,
            last.writtenTokens() + written,
            last.steps() + steps,
            active.size(),
            0);
  }

  private static CancellationException closedException() {
    return new CancellationException("the language model is closed");
  }

  /**
   * Ends after the call in progress, even if interrupted: a decoder that is closed under a call
   * ends the process. Texts that are not finished are cancelled.
   */
  @Override
  public void close() {
    closed = true;
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
