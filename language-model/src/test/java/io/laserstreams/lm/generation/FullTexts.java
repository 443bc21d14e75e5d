package io.laserstreams.lm.generation;

import io.laserstreams.crm.scoring.Device;
import io.laserstreams.lm.decoder.Decoder;
import io.laserstreams.lm.decoder.DecoderOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/** Writes texts of the full context, in a JVM of its own. */
final class FullTexts {
  static final int TEXTS = 4;
  static final int TOKENS = 1024;

  private FullTexts() {}

  /** Takes the graph and how many texts side by side; ends with an error if a text fails. */
  public static void main(String[] args) {
    int sideBySide = Integer.parseInt(args[1]);
    try (Decoder decoder = new Decoder(Path.of(args[0]), new DecoderOptions(Device.CPU, 1));
        BatchGenerator generator = new BatchGenerator(decoder, Set.of(), sideBySide)) {
      List<CompletableFuture<Generation>> texts = new ArrayList<>();
      for (int text = 0; text < 2 * sideBySide; text++) {
        int prompt = text % 2 == 0 ? TOKENS - 4 : TOKENS - 200;
        texts.add(generator.submit(task(text, prompt)));
      }
      texts.forEach(CompletableFuture::join);
    }
  }

  /** All prompts share their beginning. */
  private static GenerationTask task(int seed, int promptTokens) {
    long[] prompt = new SplittableRandom(1).longs(promptTokens, 3, 190).toArray();
    long[] own = new SplittableRandom(seed).longs(promptTokens / 4, 3, 190).toArray();
    System.arraycopy(own, 0, prompt, promptTokens - own.length, own.length);
    return new GenerationTask(prompt, TOKENS - promptTokens, new Sampling(0.7, 40, 0.95, 1.1), 1);
  }
}
