package io.laserstreams.crm.streaming.factors;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.laserstreams.crm.bytes.UnreadableBytesException;
import io.laserstreams.crm.item.ItemFeatures;
import io.laserstreams.crm.streaming.SyntheticStream;
import io.laserstreams.crm.streaming.item.ItemStatisticsTable;
import io.laserstreams.fuzzing.CodecFuzz;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fuzz")
class FittedFactorsFuzzTest {
  private static final List<FittedFactors> SOUND =
      List.of(
          FittedFactors.NONE,
          new FittedFactors(5, null, SyntheticStream.fittedFactors(1).text(), List.of()),
          SyntheticStream.fittedFactors(1));

  @Test
  void shouldReadOrRefuseDamagedFactors() {
    CodecFuzz.roundTrips(
        SOUND.stream().map(FittedFactors::toBytes).toList(),
        UnreadableBytesException.class,
        FittedFactors::read,
        FittedFactors::toBytes);
  }

  /** What was read must be usable. */
  @Test
  void shouldPlaceItemsInWhatWasRead() {
    var statistics = new ItemStatisticsTable(SyntheticStream.SETTINGS);
    CodecFuzz.survives(
        SOUND.stream().map(FittedFactors::toBytes).toList(),
        UnreadableBytesException.class,
        FittedFactors::read,
        (bytes, fitted) -> {
          for (ItemFeatures item :
              List.of(
                  SyntheticStream.item("1"),
                  SyntheticStream.item("3"),
                  ItemFeatures.unknown("99"))) {
            if (fitted.text() == null
                || item.knowledge() == null
                || item.knowledge().length == fitted.text().mean().length) {
              FittedItem placed = fitted.place(item);
              fitted.taste(item);
              fitted.sums(placed, statistics.at(0));
              placed.neighbourhood().deviation(statistics.at(0));
            }
          }
        });
  }

  @Test
  void shouldRefuseAnItemThatOccursTwice() {
    var item = new FittedFactors.Row("a", false, new float[0], Neighbours.NONE, Neighbours.NONE);
    assertThrows(
        IllegalArgumentException.class,
        () -> new FittedFactors(0, null, null, List.of(item, item)));
  }
}
