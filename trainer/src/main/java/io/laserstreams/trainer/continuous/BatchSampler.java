package io.laserstreams.trainer.continuous;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Samples a round's batches: every new sample once a pass, and earlier ones drawn again for each
 * pass, so that a few new samples still make enough steps and old taste is not forgotten. The same
 * settings, round and samples give the same batches.
 */
final class BatchSampler {
  private static final long ROUND_STRIDE = 1_000_003;

  private final RoundSettings settings;

  BatchSampler(RoundSettings settings) {
    this.settings = requireNonNull(settings, "settings is null");
  }

  <S> List<List<S>> batches(long round, List<S> fresh, List<S> earlier) {
    Random random = new Random(settings.seed() * ROUND_STRIDE + round);
    List<List<S>> batches = new ArrayList<>();
    for (int epoch = 0; epoch < settings.epochs(); epoch++) {
      List<S> pass = new ArrayList<>(draw(earlier, settings.replay(), random));
      pass.addAll(fresh);
      Collections.shuffle(pass, random);
      for (int from = 0; from < pass.size(); from += settings.batch()) {
        batches.add(
            List.copyOf(pass.subList(from, Math.min(pass.size(), from + settings.batch()))));
      }
    }
    return batches;
  }

  private static <S> List<S> draw(List<S> from, int count, Random random) {
    if (from.size() <= count) {
      return from;
    }
    List<S> shuffled = new ArrayList<>(from);
    for (int i = 0; i < count; i++) {
      Collections.swap(shuffled, i, i + random.nextInt(shuffled.size() - i));
    }
    return shuffled.subList(0, count);
  }
}
