package io.laserstreams.crm.streaming.user;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.laserstreams.crm.bytes.UnreadableBytesException;
import io.laserstreams.crm.streaming.Observation;
import io.laserstreams.crm.streaming.StreamingFeatures;
import io.laserstreams.crm.streaming.Streams;
import io.laserstreams.crm.streaming.factors.FittedFactors;
import io.laserstreams.crm.streaming.factors.FittedItems;
import io.laserstreams.crm.streaming.item.ItemStatisticsTable;
import io.laserstreams.fuzzing.CodecFuzz;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fuzz")
class UserStateFuzzTest {
  private static final FittedItems ITEMS = items(Streams.basis(1));
  private static final FittedItems OTHER_ITEMS = items(new FittedFactors(0, null, null, List.of()));

  private final StreamingFeatures engine = StreamingFeatures.ofStateAlone(Streams.SETTINGS);
  private final ItemStatisticsTable statistics = new ItemStatisticsTable(Streams.SETTINGS);

  @Test
  void shouldReadOrRefuseDamagedStates() {
    List<byte[]> honest =
        IntStream.of(0, 1, 30).mapToObj(events -> state(events).toBytes()).toList();
    CodecFuzz.roundTrips(
        honest,
        UnreadableBytesException.class,
        bytes -> UserState.read(bytes, Streams.SETTINGS),
        UserState::toBytes);
  }

  /**
   * What was taken must not break scoring either, whether the serving model has the state's basis
   * or another one.
   */
  @Test
  void shouldUseOrRefuseDamagedStates() {
    List<byte[]> honest = List.of(state(1).toBytes(), state(10).toBytes());
    CodecFuzz.survives(
        honest,
        UnreadableBytesException.class,
        bytes -> {
          UserState state = UserState.read(bytes, Streams.SETTINGS);
          state.use(ITEMS);
          return state;
        },
        (bytes, state) -> {
          engine.apply(
              state, new Observation("3", 2_000_000, 4, Map.of()), statistics.at(2_000_000), ITEMS);
          engine.apply(
              state,
              new Observation("4", 2_000_001, 2, Map.of()),
              statistics.at(2_000_001),
              OTHER_ITEMS);
          engine.apply(
              state,
              new Observation("4", 2_000_002, 2, Map.of()),
              statistics.at(2_000_002),
              OTHER_ITEMS);
        });
  }

  @Test
  void shouldTakeAStateThatWasMovedToASmallerBasisForSound() {
    UserState state = UserState.read(state(30).toBytes(), Streams.SETTINGS);
    state.use(OTHER_ITEMS);
    assertDoesNotThrow(() -> state.use(OTHER_ITEMS));
  }

  @Test
  void shouldKeepNoGroupWhoseNameIsTooLongToBeStored() {
    var affinities = new Affinities(5);
    assertEquals(false, affinities.add("x".repeat(70_000), 1));
    affinities.add("drama", 1);
    assertEquals(1, affinities.group("drama").count());
    assertEquals(
        Integer.BYTES + Short.BYTES + 5 + Integer.BYTES + Double.BYTES, affinities.bytes());
  }

  /** Ids may be damaged, too. */
  private static FittedItems items(FittedFactors basis) {
    return new FittedItems(basis, id -> id.matches("\\d{1,2}") ? Streams.item(id) : null);
  }

  private UserState state(int events) {
    UserState state = UserState.empty(Streams.SETTINGS);
    for (Observation event : Streams.events(7, events)) {
      engine.apply(state, event, statistics.at(event.time()), ITEMS);
    }
    assertArrayEquals(state.toBytes(), UserState.read(state.toBytes(), Streams.SETTINGS).toBytes());
    return state;
  }
}
