package io.laserstreams.trainer.continuous;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.crm.streaming.settings.StreamingSettings;
import io.laserstreams.learning.streaming.FeatureChoice;
import io.laserstreams.learning.streaming.Moments;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What factors are fitted to in a world of clicks. */
class FeatureLearningTest {
  private static final int SLATES = 100;

  private final TinyWorld world = new TinyWorld(7);
  private final List<LabelledSlate> slates = world.slates(SLATES);
  private final int clicks =
      slates.stream()
          .mapToInt(
              slate ->
                  (int) slate.candidates().stream().filter(LabelledSlate.Candidate::liked).count())
          .sum();
  private final int candidates = slates.stream().mapToInt(slate -> slate.candidates().size()).sum();

  @Test
  void shouldFitToClicksOnly() {
    FeatureLearning learning = learning(StreamingSettings.DEFAULT);
    learning.observe(slates);
    assertEquals(clicks, learning.interactions());
    assertEquals(4, learning.refitIfDue(1).orElseThrow().factors().mean(), 1e-6);
  }

  @Test
  void shouldFitAlsoToWhatWasShownIfThatCounts() {
    FeatureLearning learning = learning(StreamingSettings.DEFAULT.withShown(1f));
    learning.observe(slates);
    assertEquals(clicks + candidates, learning.interactions());
    double mean = (4.0 * clicks + candidates) / (clicks + candidates);
    assertEquals(mean, learning.refitIfDue(1).orElseThrow().factors().mean(), 1e-4);
    assertTrue(clicks > 0 && clicks < candidates / 2);
  }

  private FeatureLearning learning(StreamingSettings settings) {
    return new FeatureLearning(
        Moments.unheard(FeatureChoice.of("item,taste", settings)),
        new FeatureRules(1_000, 2, 2_000, 100),
        world.features().catalogue(),
        1);
  }
}
