package io.laserstreams.scoring.join;

import io.laserstreams.crm.history.InMemoryByteStore;
import io.laserstreams.fuzzing.CodecFuzz;
import io.laserstreams.runtime.state.StateWriter;
import io.laserstreams.runtime.state.UnreadableStateException;
import io.laserstreams.schema.InteractionKind;
import io.laserstreams.schema.SampleEvent;
import io.laserstreams.scoring.features.FeatureSource;
import io.laserstreams.scoring.user.StoredVersion;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Damaged state of the join. */
@Tag("fuzz")
class SampleStateFuzzTest {
  private static final byte[] POSITIONS = {0};
  private static final byte[] FIRST_BLOCK = new byte[8];

  @Test
  void shouldReadOrRefuseOpenWindows() {
    OpenWindows one = OpenWindows.EMPTY.with(Window.opened("i1", 1_700_000_000_000L));
    List<byte[]> honest =
        List.of(
            OpenWindows.EMPTY.encode(),
            one.encode(),
            one.with(
                    Window.opened("i2", 1_700_000_000_500L)
                        .with("item1", Feedback.SHOWN)
                        .with("item2", Feedback.SHOWN.withClick().withPosition(3))
                        .with("item3", Feedback.SHOWN.withRating(4)))
                .with(Window.opened("i3", 5))
                .encode(),
            one.withEarly(
                    List.of(
                        new EarlyFeedback(
                            "i4",
                            "item",
                            InteractionKind.SHOWN,
                            Feedback.AS_RANKED,
                            4,
                            1_700_000_000_900L),
                        new EarlyFeedback("i4", "other", InteractionKind.CLICK, 3, Float.NaN, 7)))
                .encode());
    CodecFuzz.roundTrips(
        honest,
        UnreadableStateException.class,
        bytes -> {
          OpenWindows decoded = OpenWindows.decode(bytes);
          decoded.ofTimes(eventTime -> true);
          return decoded;
        },
        OpenWindows::encode);
  }

  @Test
  void shouldReadOrRefuseServedSlates() {
    var features =
        new ServedSlate.Features(
            List.of("user.count"),
            new float[] {2},
            List.of("item.mean"),
            new FeatureSource(3, 4, 5, 6));
    var candidates =
        List.of(
            new ServedSlate.Candidate("c", 0.5f, 0.25, 9L, new float[] {3.5f}),
            new ServedSlate.Candidate("d", Float.NaN, 1, null, new float[0]));
    var full =
        new ServedSlate(
            "i1",
            "u1",
            100,
            Map.of("page", "home"),
            new ServedSlate.User(
                Map.of("gender", "F", "age", "3"),
                List.of(new SampleEvent("a", 4f, 50L), new SampleEvent("b", null, 60L)),
                new StoredVersion<>(7, 8, Map.of("e", new float[] {1, 2}))),
            "m1",
            features,
            candidates);
    var bare =
        new ServedSlate(
            "i2",
            "u1",
            100,
            Map.of(),
            new ServedSlate.User(Map.of(), List.of(), null),
            null,
            null,
            List.of());
    ServedSlates slates = new ServedSlates(new InMemoryByteStore(), 1_000_000);
    CodecFuzz.roundTrips(
        List.of(slates.encode(full), slates.encode(bare)),
        UnreadableStateException.class,
        slates::slate,
        slate -> slate == null ? new byte[] {2, 0} : slates.encode(slate));
  }

  @Test
  void shouldReadOrRefuseTheServeLogsPositions() {
    InMemoryByteStore store = filled();
    List<byte[]> honest =
        List.of(
            store.get(POSITIONS),
            new StateWriter(2)
                .number(0)
                .number(0)
                .number(0)
                .number(0)
                .number(0)
                .number(0)
                .toBytes(),
            new StateWriter(1).number(0).number(0).number(0).toBytes());
    CodecFuzz.survives(
        honest,
        UnreadableStateException.class,
        bytes -> {
          store.put(POSITIONS, bytes);
          return new ServedImpressionLog(store);
        },
        (bytes, log) -> log.size());
  }

  @Test
  void shouldReadOrRefuseBlocksOfTheServeLog() {
    InMemoryByteStore store = filled();
    CodecFuzz.survives(
        List.of(store.get(FIRST_BLOCK)),
        UnreadableStateException.class,
        bytes -> {
          store.put(FIRST_BLOCK, bytes);
          return new ServedImpressionLog(store).oldest();
        },
        (bytes, entry) -> {});
  }

  /** Three entries, the first of which is deleted. */
  private static InMemoryByteStore filled() {
    InMemoryByteStore store = new InMemoryByteStore();
    ServedImpressionLog log = new ServedImpressionLog(store);
    for (int i = 0; i < 3; i++) {
      log.append(new ServedImpressionLog.Entry(1_700_000_000_000L + i, "u", "impression-" + i));
    }
    log.deleteOldest();
    return store;
  }
}
