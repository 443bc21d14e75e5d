package io.laserstreams.crm.streaming.user;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.laserstreams.crm.bytes.UnreadableBytesException;
import io.laserstreams.crm.streaming.Observation;
import io.laserstreams.crm.streaming.StreamingFeatures;
import io.laserstreams.crm.streaming.SyntheticStream;
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
  private static final FittedItems ITEMS = items(SyntheticStream.fittedFactors(1));
  private static final FittedItems OTHER_ITEMS = items(new FittedFactors(0, null, null, List.of()));

  private final StreamingFeatures engine = StreamingFeatures.ofStateAlone(SyntheticStream.SETTINGS);
  private final ItemStatisticsTable statistics = new ItemStatisticsTable(SyntheticStream.SETTINGS);

  @Test
  void shouldReadOrRefuseDamagedStates() {
    List<byte[]> sound =
        IntStream.of(0, 1, 30).mapToObj(events -> state(events).toBytes()).toList();
    CodecFuzz.roundTrips(
        sound,
        UnreadableBytesException.class,
        bytes -> UserState.read(bytes, SyntheticStream.SETTINGS),
        UserState::toBytes);
  }

  /**
   * What was read must not break scoring either, whether the serving model has the state's fitted
   * factors or others.
   */
  @Test
  void shouldUseOrRefuseDamagedStates() {
    List<byte[]> sound = List.of(state(1).toBytes(), state(10).toBytes());
    CodecFuzz.survives(
        sound,
        UnreadableBytesException.class,
        bytes -> {
          UserState state = UserState.read(bytes, SyntheticStream.SETTINGS);
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
  void shouldAcceptAStateThatWasBroughtToFewerItems() {
    UserState state = UserState.read(state(30).toBytes(), SyntheticStream.SETTINGS);
    state.use(OTHER_ITEMS);
    assertDoesNotThrow(() -> state.use(OTHER_ITEMS));
  }

  @Test
  void shouldIgnoreAGroupWhoseNameIsTooLongToBeStored() {
    var affinities = new Affinities(5);
    assertFalse(affinities.add("x".repeat(70_000), 1));
    affinities.add("drama", 1);
    assertEquals(1, affinities.group("drama").count());
    assertEquals(
        Integer.BYTES + Short.BYTES + 5 + Integer.BYTES + Double.BYTES, affinities.bytes());
  }

  /** Ids may be damaged, too. */
  private static FittedItems items(FittedFactors fitted) {
    return new FittedItems(fitted, id -> id.matches("\\d{1,2}") ? SyntheticStream.item(id) : null);
  }

  private UserState state(int events) {
    UserState state = UserState.empty(SyntheticStream.SETTINGS);
    for (Observation event : SyntheticStream.events(7, events)) {
      engine.apply(state, event, statistics.at(event.time()), ITEMS);
    }
    assertArrayEquals(
        state.toBytes(), UserState.read(state.toBytes(), SyntheticStream.SETTINGS).toBytes());
    return state;
  }
}
