package io.laserstreams.crm.streaming.factors;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.laserstreams.crm.bytes.UnreadableBytesException;
import io.laserstreams.crm.item.ItemFeatures;
import io.laserstreams.crm.streaming.Streams;
import io.laserstreams.crm.streaming.item.ItemStatisticsTable;
import io.laserstreams.fuzzing.CodecFuzz;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fuzz")
class FittedFactorsFuzzTest {
  private static final List<FittedFactors> HONEST =
      List.of(
          FittedFactors.NONE,
          new FittedFactors(5, null, Streams.basis(1).text(), List.of()),
          Streams.basis(1));

  @Test
  void shouldReadOrRefuseDamagedBases() {
    CodecFuzz.roundTrips(
        HONEST.stream().map(FittedFactors::toBytes).toList(),
        UnreadableBytesException.class,
        FittedFactors::read,
        FittedFactors::toBytes);
  }

  /** What was taken must serve. */
  @Test
  void shouldPlaceItemsInWhatWasTaken() {
    var statistics = new ItemStatisticsTable(Streams.SETTINGS);
    CodecFuzz.survives(
        HONEST.stream().map(FittedFactors::toBytes).toList(),
        UnreadableBytesException.class,
        FittedFactors::read,
        (bytes, basis) -> {
          for (ItemFeatures item :
              List.of(Streams.item("1"), Streams.item("3"), ItemFeatures.unknown("99"))) {
            if (basis.text() == null
                || item.knowledge() == null
                || item.knowledge().length == basis.text().mean().length) {
              FittedItem placed = basis.place(item);
              basis.taste(item);
              basis.sums(placed, statistics.at(0));
              placed.neighbourhood().deviation(statistics.at(0));
            }
          }
        });
  }

  @Test
  void shouldRefuseAnItemThatIsThereTwice() {
    var item = new FittedFactors.Entry("a", false, new float[0], Neighbours.NONE, Neighbours.NONE);
    assertThrows(
        IllegalArgumentException.class,
        () -> new FittedFactors(0, null, null, List.of(item, item)));
  }
}
