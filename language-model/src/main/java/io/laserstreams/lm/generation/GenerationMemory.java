package io.laserstreams.lm.generation;

import io.laserstreams.lm.decoder.Decoder;
import io.laserstreams.lm.decoder.KeyValueCache;
import io.laserstreams.lm.files.UnusableModelException;
import java.util.Locale;
import java.util.Optional;

/**
 * Bytes outside the heap that a {@link BatchGenerator} takes at most, in buffers of the JVM;
 * weights and what ONNX Runtime computes with are its own and not among them.
 *
 * @param texts keys and values of a full batch of full texts
 * @param joining those of prompts on their way into the batch
 * @param prefixes those of beginnings that prompts share
 * @param calls inputs and logits
 * @param oneText what a single full text takes in any case
 */
public record GenerationMemory(long texts, long joining, long prefixes, long calls, long oneText) {
  private static final double MEGABYTE = 1e6;

  /**
   * @param texts written side by side at most
   * @param tokens of a full text
   */
  public static GenerationMemory of(Decoder decoder, int texts, int tokens) {
    KeyValueCache cache = decoder.newCache();
    int promptCall = Math.min(tokens, BatchGenerator.PROMPT_TOKENS_PER_CALL);
    long calls =
        Math.max(decoder.callBytes(1, promptCall, tokens), decoder.callBytes(texts, 1, tokens));
    // Past and present take turns; a beginning has only the one.
    return new GenerationMemory(
        2 * cache.roomyBytes(texts, tokens),
        2L * texts * cache.roomyBytes(1, tokens),
        (PrefixCache.MAX_PREFIXES + 1) * cache.roomyBytes(1, tokens),
        calls,
        2 * cache.bytesPerToken() * tokens + decoder.callBytes(1, 1, tokens));
  }

  public long total() {
    return texts + joining + prefixes + calls;
  }

  /**
   * @param limit on the JVM's memory outside the heap, in bytes
   * @throws UnusableModelException if not even a single full text can be written
   */
  public void requireOneText(long limit) {
    if (oneText > limit) {
      throw new UnusableModelException(
          ("a single text of the full context takes %s outside the heap, of which the JVM may use"
                      + " %s:")
                  .formatted(megabytes(oneText), megabytes(limit))
              + remedy());
    }
  }

  /** What to say if full texts, side by side, may run out of the limit; empty if they cannot. */
  public Optional<String> warning(long limit) {
    return total() <= limit
        ? Optional.empty()
        : Optional.of(
            ("texts of the full context take up to %s outside the heap (%s in the batch, %s while"
                 + " they join it, %s for shared beginnings), of which the JVM may use %s, so that"
                 + " long texts may fail:")
                    .formatted(
                        megabytes(total()),
                        megabytes(texts),
                        megabytes(joining),
                        megabytes(prefixes),
                        megabytes(limit))
                + remedy());
  }

  private String remedy() {
    return " lower the batch or the context, or start the JVM with -XX:MaxDirectMemorySize=%dm"
        .formatted((long) Math.ceil(total() / (double) (1 << 20)));
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%,.0f MB", bytes / MEGABYTE);
  }
}
