package io.laserstreams.trainer.continuous;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchSamplerTest {
  private static final List<Integer> FRESH = IntStream.range(100, 110).boxed().toList();
  private static final List<Integer> EARLIER = IntStream.range(0, 50).boxed().toList();

  private final BatchSampler sampler = new BatchSampler(new RoundSettings(0.2, 4, 2, 6, 1));

  @Test
  void shouldTakeEveryNewSampleOncePerPassAndDrawEarlierOnes() {
    List<List<Integer>> batches = sampler.batches(1, FRESH, EARLIER);
    assertEquals(8, batches.size());
    for (List<List<Integer>> pass : List.of(batches.subList(0, 4), batches.subList(4, 8))) {
      List<Integer> samples = pass.stream().flatMap(List::stream).toList();
      assertEquals(16, new HashSet<>(samples).size());
      assertTrue(samples.containsAll(FRESH));
      assertEquals(6, samples.stream().filter(EARLIER::contains).count());
    }
  }

  @Test
  void shouldRepeatARoundAndOrderTheNextOneDifferently() {
    assertEquals(sampler.batches(1, FRESH, EARLIER), sampler.batches(1, FRESH, EARLIER));
    assertNotEquals(sampler.batches(1, FRESH, EARLIER), sampler.batches(2, FRESH, EARLIER));
  }

  @Test
  void shouldReplayAllEarlierSamplesIfThereAreFewer() {
    List<Integer> samples =
        sampler.batches(1, FRESH, List.of(1, 2)).stream().flatMap(List::stream).toList();
    assertEquals(24, samples.size());
  }
}
