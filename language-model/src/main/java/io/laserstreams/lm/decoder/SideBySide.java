package io.laserstreams.lm.decoder;

import io.laserstreams.lm.decoder.KeyValueCache.Row;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How much the logits of a text change beside a longer one. A graph that ignores the padding of
 * shorter texts, such as one with ONNX Runtime's {@code GroupQueryAttention}, gives others, without
 * any error.
 *
 * <p>Each is the root of the mean square of the differences of the likeliest tokens' logits, in
 * standard deviations.
 *
 * @param padding beside a longer text, by comparison with alone
 * @param rounding read token by token, by comparison with all at once: what a model's own rounding
 *     does to the same text
 */
public record SideBySide(double padding, double rounding) {
  private static final int SHORT = 4;
  private static final int LONG = 11;

  /** Of the vocabulary; a model may rule others out by any number. */
  private static final int LIKELIEST_PART = 4;

  /** Less is rounding in any case. */
  private static final double SMALL = 0.05;

  private static final double MULTIPLE = 4;

  /** Tries a graph with two short texts. */
  public static SideBySide of(Decoder decoder) {
    long[] text = text(decoder, SHORT + 1);
    float[] atOnce = logits(decoder.read(cleared(decoder), text, new int[1]), 0, 1);
    KeyValueCache shorter = cleared(decoder);
    decoder.read(shorter, Arrays.copyOf(text, SHORT), new int[1]);
    KeyValueCache longer = cleared(decoder);
    decoder.read(longer, text(decoder, LONG), new int[1]);
    KeyValueCache both = decoder.newCache();
    both.become(List.of(Row.newest(longer, 0, LONG), Row.newest(shorter, 0, SHORT)));
    long last = text[SHORT];
    float[] alone = logits(decoder.read(shorter, new long[] {last}, new int[1]), 0, 1);
    float[] beside =
        logits(decoder.read(both, new long[] {last, last}, new int[] {0, LONG - SHORT}), 1, 2);
    return new SideBySide(difference(alone, beside), difference(atOnce, alone));
  }

  /** Whether padding does no more than rounding. */
  public boolean isFaithful() {
    return padding <= Math.max(SMALL, MULTIPLE * rounding);
  }

  private static KeyValueCache cleared(Decoder decoder) {
    KeyValueCache cache = decoder.newCache();
    cache.clear();
    return cache;
  }

  private static long[] text(Decoder decoder, int tokens) {
    long[] text = new long[tokens];
    for (int i = 0; i < tokens; i++) {
      text[i] = (7L * (tokens + i) + 3) % decoder.vocabulary();
    }
    return text;
  }

  private static float[] logits(FloatBuffer all, int row, int rows) {
    float[] logits = new float[all.remaining() / rows];
    all.get(row * logits.length, logits);
    return logits;
  }

  private static double difference(float[] one, float[] other) {
    int[] likeliest =
        IntStream.range(0, one.length)
            .boxed()
            .sorted(Comparator.comparingDouble(token -> -one[token]))
            .limit(one.length / LIKELIEST_PART)
            .mapToInt(Integer::intValue)
            .toArray();
    double mean = Arrays.stream(likeliest).mapToDouble(token -> one[token]).average().orElse(0);
    double variance = 0;
    double squares = 0;
    for (int token : likeliest) {
      variance += Math.pow(one[token] - mean, 2);
      squares += Math.pow((double) one[token] - other[token], 2);
    }
    return Math.sqrt(squares / variance);
  }
}
