package io.laserstreams.tools.demo;

import io.laserstreams.schema.Knowledge;
import io.laserstreams.schema.SubjectKind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What is written about users and items, and what waits to be. For one thread. */
final class Notebook {
  private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Map<String, Long> waiting = new LinkedHashMap<>();
  private final Deque<Cost> recent = new ArrayDeque<>();
  private Optional<Note> newest = Optional.empty();
  private long records;

  /** Tokens that a text took, when it came. */
  private record Cost(long nanos, long tokens) {}

  /**
   * A text.
   *
   * @param subject whom or what it is about
   * @param generator who wrote it
   */
  record Note(String subject, String text, String generator) {}

  /**
   * The state of writing at one moment.
   *
   * @param records texts that were accepted
   * @param queue texts that were asked for and are not accepted yet
   * @param oldestSeconds how long the oldest of them waits
   * @param tokensPerSecond that were written lately, 0 without a language model
   * @param newest text
   */
  record Writing(
      long records, int queue, long oldestSeconds, double tokensPerSecond, Optional<Note> newest) {}

  /** Retries of a request count once. */
  void requested(String requestId, long nanos) {
    waiting.putIfAbsent(requestId, nanos);
  }

  void accepted(Knowledge knowledge, long nanos) {
    records++;
    waiting.remove(knowledge.getProvenance().getRequestId());
    recent.add(new Cost(nanos, knowledge.getProvenance().getCompletionTokens()));
    String kind = knowledge.getSubjectKind() == SubjectKind.USER ? "user " : "item ";
    newest =
        Optional.of(
            new Note(
                kind + knowledge.getSubjectId(),
                knowledge.getText(),
                knowledge.getProvenance().getGenerator()));
  }

  Writing at(long nanos) {
    while (!recent.isEmpty() && nanos - recent.element().nanos() > WINDOW_NANOS) {
      recent.remove();
    }
    long tokens = recent.stream().mapToLong(Cost::tokens).sum();
    long oldest = waiting.values().stream().findFirst().map(since -> nanos - since).orElse(0L);
    return new Writing(
        records,
        waiting.size(),
        TimeUnit.NANOSECONDS.toSeconds(oldest),
        (double) tokens * TimeUnit.SECONDS.toNanos(1) / WINDOW_NANOS,
        newest);
  }

  /** The state of writing in a line. */
  static String line(Writing writing) {
    String line =
        String.format(
            Locale.ROOT, "%,d written   %,d in the queue", writing.records(), writing.queue());
    return writing.tokensPerSecond() == 0
        ? line
        : line
            + String.format(
                Locale.ROOT,
                ", the oldest for %,d s   %,.0f tokens/s",
                writing.oldestSeconds(),
                writing.tokensPerSecond());
  }
}
