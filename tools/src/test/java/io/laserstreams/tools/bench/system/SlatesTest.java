package io.laserstreams.tools.bench.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.schema.Impression;
import io.laserstreams.schema.Interaction;
import java.util.HashSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SlatesTest {
  private final Slates slates = new Slates(new SystemOptions.Load(3, 300, 20, 5, 10));

  @Test
  void shouldHaveDistinctCandidatesOfTheCatalogue() {
    LongStream.range(0, 1_000)
        .mapToObj(n -> slates.impression(n, 1).getCandidates())
        .forEach(
            candidates -> {
              assertEquals(20, new HashSet<>(candidates).size());
              assertTrue(candidates.stream().allMatch(id -> Integer.parseInt(id) < 300));
            });
  }

  @Test
  void shouldClickOnTheSlateBefore() {
    Impression before = slates.impression(4, 1);
    Interaction click = slates.click(7, 2);

    assertEquals(before.getUserId(), click.getUserId());
    assertEquals(before.getImpressionId(), click.getImpressionId());
    assertEquals(before.getCandidates().get(0), click.getItemId());
  }

  @Test
  void shouldNameNoSlateInTheFirstClick() {
    assertNull(slates.click(2, 2).getImpressionId());
  }

  @Test
  void shouldRateInThePast() {
    assertEquals(1_000_000 - 5 * 60_000, slates.past(0, 0, 1_000_000).getEventTime());
    assertEquals(1_000_000 - 60_000, slates.past(0, 4, 1_000_000).getEventTime());
  }
}
