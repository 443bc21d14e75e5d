package io.laserstreams.crm.streaming.item;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.crm.bytes.UnreadableBytesException;
import io.laserstreams.crm.streaming.SyntheticStream;
import io.laserstreams.fuzzing.CodecFuzz;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("fuzz")
class StatisticsFuzzTest {
  private static final int SEGMENTS_AT = 1 + Totals.BYTES + 3 * Long.BYTES + Trend.BYTES;

  @Test
  void shouldReadOrRefuseDamagedSums() {
    List<byte[]> sound =
        Stream.of(ItemSums.NONE, sums(1), sums(40)).map(ItemSums::toBytes).toList();
    CodecFuzz.roundTrips(
        sound,
        UnreadableBytesException.class,
        bytes -> ItemSums.read(ByteBuffer.wrap(bytes)),
        ItemSums::toBytes);
  }

  @Test
  void shouldReadOrRefuseDamagedStatistics() {
    EpochSums some = EpochSums.NONE.plus(10, sums(3), SyntheticStream.SETTINGS);
    List<byte[]> sound =
        Stream.of(EpochSums.NONE, some, some.plus(11, sums(20), SyntheticStream.SETTINGS))
            .map(EpochSums::toBytes)
            .toList();
    CodecFuzz.roundTrips(
        sound,
        UnreadableBytesException.class,
        bytes -> EpochSums.read(ByteBuffer.wrap(bytes), SyntheticStream.SETTINGS),
        EpochSums::toBytes);
  }

  @ParameterizedTest
  @ValueSource(ints = {-5, -1, 1_000, 2_000_000_000, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void shouldRefuseACountOfSegmentsThatTheBytesCannotHold(int count) {
    byte[] bytes = sums(40).toBytes();
    ByteBuffer.wrap(bytes).putInt(SEGMENTS_AT, count);
    var refused =
        assertThrows(UnreadableBytesException.class, () -> ItemSums.read(ByteBuffer.wrap(bytes)));
    assertTrue(
        refused.getMessage().startsWith("a count of " + count + " where "), refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(longs = {-5, -1, 0, 39, Long.MAX_VALUE, Long.MIN_VALUE})
  void shouldRefuseACountThatDoesNotAddUp(long count) {
    byte[] bytes = sums(40).toBytes();
    ByteBuffer.wrap(bytes).putLong(1, count);
    assertThrows(UnreadableBytesException.class, () -> ItemSums.read(ByteBuffer.wrap(bytes)));
  }

  @Test
  void shouldRefuseBytesThatContinue() {
    byte[] bytes = ByteBuffer.allocate(200).put(sums(2).toBytes()).array();
    assertThrows(UnreadableBytesException.class, () -> ItemSums.read(ByteBuffer.wrap(bytes)));
  }

  @Test
  void shouldRefuseToAddSumsThatOverflow() {
    byte[] bytes =
        ItemSums.of(
                new Contribution("a", 1, 1e6, true, 0, 0, 0, List.of()), SyntheticStream.SETTINGS)
            .toBytes();
    ByteBuffer.wrap(bytes).putLong(1, 1L << 30).putLong(9, Long.MAX_VALUE / 2 + 1);
    ItemSums most = ItemSums.read(ByteBuffer.wrap(bytes));
    assertThrows(ArithmeticException.class, () -> most.plus(most, SyntheticStream.SETTINGS));
  }

  /** Sums that would be refused when read must not be computed either. */
  @Test
  void shouldReadTheSumOfDamagedSums() {
    ItemSums[] all = {ItemSums.NONE};
    CodecFuzz.survives(
        List.of(sums(1).toBytes(), sums(40).toBytes()),
        UnreadableBytesException.class,
        bytes -> ItemSums.read(ByteBuffer.wrap(bytes)),
        (bytes, sums) -> {
          try {
            all[0] = all[0].plus(sums, SyntheticStream.SETTINGS);
          } catch (ArithmeticException tooLarge) {
            all[0] = sums;
          }
          ItemSums.read(ByteBuffer.wrap(all[0].toBytes()));
        });
  }

  @Test
  void shouldTellInteractionsAfterATime() {
    EpochSums sums = EpochSums.NONE.plus(40, sums(1), SyntheticStream.SETTINGS);
    assertTrue(sums.isAfter(39_999, SyntheticStream.SETTINGS));
    assertFalse(sums.isAfter(40_000, SyntheticStream.SETTINGS));
    assertFalse(EpochSums.NONE.isAfter(0, SyntheticStream.SETTINGS));
    ItemSums late = ItemSums.of(one(500_000), SyntheticStream.SETTINGS);
    assertTrue(
        sums(1).plus(late, SyntheticStream.SETTINGS).isAfter(499_999, SyntheticStream.SETTINGS),
        "its trend is of a later time");
  }

  @Test
  void shouldIgnoreASegmentWhoseNameIsTooLongToBeStored() {
    var one =
        new Contribution(
            "a", 1, 3, true, 0, 0, 0, List.of("city=" + "x".repeat(70_000), "gender=F"));
    ItemSums sums = ItemSums.of(one, SyntheticStream.SETTINGS);
    assertEquals(
        ItemSums.of(
                new Contribution("a", 1, 3, true, 0, 0, 0, List.of("gender=F")),
                SyntheticStream.SETTINGS)
            .toBytes()
            .length,
        ItemSums.read(ByteBuffer.wrap(sums.toBytes())).toBytes().length);
  }

  private static ItemSums sums(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> ItemSums.of(one(39_000 + i), SyntheticStream.SETTINGS))
        .reduce(ItemSums.NONE, (a, b) -> a.plus(b, SyntheticStream.SETTINGS));
  }

  private static Contribution one(long time) {
    double value = 1 + time % 5;
    return new Contribution(
        "a",
        time,
        value,
        value > 3,
        value - 3,
        value - 3.5,
        value - 3.25,
        List.of("gender=" + (time % 2 == 0 ? "F" : "M"), "age=" + time % 4));
  }
}
