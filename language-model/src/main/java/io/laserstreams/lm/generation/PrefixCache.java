package io.laserstreams.lm.generation;

import static java.util.Objects.requireNonNull;

import io.laserstreams.lm.decoder.Decoder;
import io.laserstreams.lm.decoder.KeyValueCache;
import io.laserstreams.lm.decoder.KeyValueCache.Row;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Keys and values of beginnings that prompts share, such as the system's message: those of the
 * longest common beginning of two prompts in a row, the most recently used of a few.
 */
final class PrefixCache {
  /** Shorter ones are read as fast as they are copied. */
  private static final int MIN_TOKENS = 16;

  static final int MAX_PREFIXES = 4;

  private final Decoder decoder;
  private final Deque<Prefix> prefixes = new ArrayDeque<>();
  private long[] previous = {};

  private record Prefix(long[] tokens, KeyValueCache cache) {}

  PrefixCache(Decoder decoder) {
    this.decoder = requireNonNull(decoder, "decoder is null");
  }

  /**
   * Puts the longest known beginning of the prompt into the cache, but never all of it: something
   * must be left to read.
   *
   * @return how many tokens that is
   */
  int restore(long[] prompt, KeyValueCache into) {
    into.clear();
    Prefix best = null;
    for (Prefix prefix : prefixes) {
      if (prefix.tokens().length < prompt.length
          && Arrays.mismatch(prefix.tokens(), prompt) == prefix.tokens().length
          && (best == null || prefix.tokens().length > best.tokens().length)) {
        best = prefix;
      }
    }
    if (best == null) {
      return 0;
    }
    prefixes.remove(best);
    prefixes.addFirst(best);
    into.become(List.of(Row.oldest(best.cache(), best.tokens().length)));
    return best.tokens().length;
  }

  /** Learns from a prompt that was read, with its keys and values. */
  void learn(long[] prompt, KeyValueCache cache) {
    int differs = Arrays.mismatch(previous, prompt);
    int common = differs < 0 ? prompt.length - 1 : differs;
    previous = prompt;
    long[] beginning = Arrays.copyOf(prompt, common);
    if (common < MIN_TOKENS
        || prefixes.stream().anyMatch(known -> Arrays.equals(known.tokens(), beginning))) {
      return;
    }
    KeyValueCache kept = decoder.newCache();
    kept.become(List.of(Row.oldest(cache, common)));
    prefixes.addFirst(new Prefix(beginning, kept));
    if (prefixes.size() > MAX_PREFIXES) {
      prefixes.removeLast();
    }
  }
}
