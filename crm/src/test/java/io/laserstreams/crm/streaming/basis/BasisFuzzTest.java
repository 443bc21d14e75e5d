package io.laserstreams.crm.streaming.basis;

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
class BasisFuzzTest {
  private static final List<Basis> HONEST =
      List.of(Basis.NONE, new Basis(5, null, Streams.basis(1).text(), List.of()), Streams.basis(1));

  @Test
  void shouldReadOrRefuseDamagedBases() {
    CodecFuzz.roundTrips(
        HONEST.stream().map(Basis::toBytes).toList(), UnreadableBytesException.class, Basis::read, Basis::toBytes);
  }

  /** What was taken must serve. */
  @Test
  void shouldPlaceItemsInWhatWasTaken() {
    var statistics = new ItemStatisticsTable(Streams.SETTINGS);
    CodecFuzz.survives(HONEST.stream().map(Basis::toBytes).toList(), UnreadableBytesException.class, Basis::read, (bytes, basis) -> {
      for (ItemFeatures item : List.of(Streams.item("1"), Streams.item("3"), ItemFeatures.unknown("99"))) {
        if (basis.text() == null || item.knowledge() == null || item.knowledge().length == basis.text().mean().length) {
          BasisItem placed = basis.place(item);
          basis.taste(item);
          basis.sums(placed, statistics.at(0));
          placed.neighbourhood().deviation(statistics.at(0));
        }
      }
    });
  }

  @Test
  void shouldRefuseAnItemThatIsThereTwice() {
    var item = new Basis.Entry("a", false, new float[0], Neighbours.NONE, Neighbours.NONE);
    assertThrows(IllegalArgumentException.class, () -> new Basis(0, null, null, List.of(item, item)));
  }
}
