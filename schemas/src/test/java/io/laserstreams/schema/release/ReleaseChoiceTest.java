package io.laserstreams.schema.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.schema.InMemorySchemas;
import io.laserstreams.schema.ModelDecision;
import io.laserstreams.schema.ModelRelease;
import io.laserstreams.schema.serde.AvroDeserializer;
import io.laserstreams.schema.serde.AvroSerializer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class ReleaseChoiceTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final ReleaseFacts FACTS = new ReleaseFacts(Map.of("auc", 0.7), 1, 2);
  private static final List<String> ABC = List.of("a", "b", "c");

  @Test
  void shouldTakeTheNewestReleaseWithoutADecision() {
    ReleaseChoice choice = ReleaseChoice.NEWEST;
    assertEquals(List.of("c", "b", "a"), choice.inOrder(ABC));
    assertTrue(choice.replaces("b", "a"));
    assertFalse(choice.replaces("a", "b"));
    assertFalse(choice.replaces("a", "a"));
    assertEquals(Optional.empty(), choice.current(List.of()));
    assertThrows(IllegalStateException.class, choice::entry);
  }

  @Test
  void shouldHoldAPromotedReleaseWhateverIsReleasedLater() {
    ReleaseChoice choice = ReleaseChoice.NEWEST.promote("a", ABC, "ann", NOW);
    assertEquals(Optional.of("a"), choice.current(List.of("a", "b", "c", "d")));
    assertTrue(choice.replaces("a", "c"));
    assertFalse(choice.replaces("d", "a"));
    assertEquals(Set.of("a", "c"), choice.kept(List.of("a", "b", "c", "d")));
  }

  @Test
  void shouldRollBackToWhatWasCurrentBeforeAndNeverBackAndForth() {
    ReleaseChoice once = ReleaseChoice.NEWEST.rollBack(ABC, "ann", NOW).orElseThrow();
    assertEquals(Optional.of("b"), once.current(ABC));
    assertTrue(once.replaces("b", "c"));
    ReleaseChoice twice = once.rollBack(ABC, "ann", NOW).orElseThrow();
    assertEquals(Optional.of("a"), twice.current(ABC));
    assertEquals(Set.of("b", "c"), twice.withdrawn());
    assertEquals(Optional.empty(), twice.rollBack(ABC, "ann", NOW));
    assertEquals(Optional.empty(), ReleaseChoice.NEWEST.rollBack(List.of("a"), "ann", NOW));
    assertEquals(Optional.empty(), ReleaseChoice.NEWEST.rollBack(List.of(), "ann", NOW));
  }

  @Test
  void shouldUndoAPromotionByARollback() {
    ReleaseChoice promoted = ReleaseChoice.NEWEST.promote("a", ABC, "ann", NOW);
    ReleaseChoice back = promoted.rollBack(ABC, "ann", NOW).orElseThrow();
    assertEquals(Optional.of("c"), back.current(ABC));
    assertEquals(List.of("b"), back.earlier(ABC));
  }

  @Test
  void shouldNotReturnToWhatWasRolledBackUnlessItIsPromoted() {
    ReleaseChoice rolledBack = ReleaseChoice.NEWEST.rollBack(ABC, "ann", NOW).orElseThrow();
    ReleaseChoice resumed = rolledBack.resume(ABC, "ann", NOW);
    assertFalse(resumed.isHeld());
    assertEquals(Optional.of("b"), resumed.current(ABC));
    assertFalse(resumed.replaces("c", "b"));
    assertTrue(resumed.replaces("d", "b"));
    List<String> more = List.of("a", "b", "c", "d");
    assertEquals(Optional.of("d"), resumed.current(more));
    assertEquals(List.of("b", "a"), resumed.earlier(more));
    ReleaseChoice promoted = resumed.promote("c", more, "ann", NOW);
    assertEquals(
        Optional.of("c"),
        promoted.resume(more, "ann", NOW).withdraw("d", more, "", NOW).current(more));
  }

  @Test
  void shouldForgetReleasesThatAreGone() {
    ReleaseChoice held = ReleaseChoice.NEWEST.rollBack(ABC, "ann", NOW).orElseThrow();
    assertEquals(Optional.of("d"), held.current(List.of("c", "d")), "b, which is held, is gone");
    assertEquals(Set.of(), held.resume(List.of("d"), "ann", NOW).withdrawn());
  }

  @Test
  void shouldLetAnythingReplaceAWithdrawnRelease() {
    ReleaseChoice choice = ReleaseChoice.NEWEST.withdraw("c", ABC, "ann", NOW);
    assertTrue(choice.replaces("b", "c"));
    assertFalse(choice.replaces("c", null));
    assertEquals(List.of("b", "a"), choice.inOrder(ABC));
  }

  @Test
  void shouldTravelThroughTheTopic() {
    ReleaseChoice choice = ReleaseChoice.NEWEST.rollBack(ABC, "ann", NOW).orElseThrow();
    InMemorySchemas schemas = new InMemorySchemas();
    byte[] bytes =
        new AvroSerializer<ModelRelease>(schemas).serialize("models", choice.entry().release());
    Assembled.Decided decided =
        assertInstanceOf(
            Assembled.Decided.class,
            new BundleAssembler()
                .add(
                    choice.entry().key(),
                    new AvroDeserializer<>(schemas, ModelRelease.class)
                        .deserialize("models", bytes)));
    assertEquals(choice, decided.choice());
    assertEquals("rollback by ann at 2026-01-02T03:04:05Z", decided.choice().decided().toString());
  }

  @Test
  void shouldRefuseADecisionThatIsNoneAndForgetADeletedOne() {
    BundleAssembler assembler = new BundleAssembler();
    assertInstanceOf(
        Assembled.Refused.class,
        assembler.add(ReleaseChoice.KEY, new ModelRelease("a", null, null, null)));
    assertInstanceOf(
        Assembled.Refused.class,
        assembler.add(
            "a",
            new ModelRelease(
                "a",
                null,
                null,
                new ModelDecision("a", List.of(), List.of(), "promote", "ann", 0L))));
    assertEquals(
        new Assembled.Decided("", ReleaseChoice.NEWEST), assembler.add(ReleaseChoice.KEY, null));
  }

  /** Any history of releases, retirements and decisions has one meaning, compacted or not. */
  @Test
  void shouldMeanTheSameToEveryReaderBeforeAndAfterCompaction() {
    for (int seed = 0; seed < 2_000; seed++) {
      History history = new History(new Random(seed));
      for (int step = 0; step < 12; step++) {
        history.step();
        String expected = history.choice.current(history.released).orElse(null);
        String what = "seed " + seed + " step " + step + " " + history.log;
        assertEquals(expected, history.follower.current, "followed: " + what);
        assertEquals(expected, reader(history.log).current, "from the beginning: " + what);
        assertEquals(expected, reader(compacted(history.log)).current, "compacted: " + what);
      }
    }
  }

  private static Reader reader(List<BundleChunks.Entry> log) {
    Reader reader = new Reader();
    log.forEach(reader::read);
    return reader;
  }

  private static List<BundleChunks.Entry> compacted(List<BundleChunks.Entry> log) {
    Map<String, BundleChunks.Entry> newest = new LinkedHashMap<>();
    for (BundleChunks.Entry entry : log) {
      newest.remove(entry.key());
      newest.put(entry.key(), entry);
    }
    return new ArrayList<>(newest.values());
  }

  private static final class Reader {
    private final BundleAssembler assembler = new BundleAssembler();
    private ReleaseChoice choice = ReleaseChoice.NEWEST;
    private @Nullable String current;

    void read(BundleChunks.Entry entry) {
      Assembled assembled = assembler.add(entry.key(), entry.release());
      if (assembled instanceof Assembled.Decided decided) {
        choice = decided.choice();
      } else if (assembled instanceof Assembled.Bundle bundle
          && choice.replaces(bundle.version(), current)) {
        current = bundle.version();
      }
    }
  }

  /** What trainers and operators do to a topic. */
  private static final class History {
    private final Random random;
    private final List<BundleChunks.Entry> log = new ArrayList<>();
    private final TreeSet<String> released = new TreeSet<>();
    private final Reader follower = new Reader();
    private ReleaseChoice choice = ReleaseChoice.NEWEST;
    private int releases;

    History(Random random) {
      this.random = random;
    }

    void step() {
      List<String> all = List.copyOf(released);
      switch (all.isEmpty() ? 0 : random.nextInt(5)) {
        case 0, 1 -> release();
        case 2 -> decide(choice.promote(all.get(random.nextInt(all.size())), all, "ann", NOW));
        case 3 -> choice.rollBack(all, "ann", NOW).ifPresent(this::decide);
        default -> decide(choice.resume(all, "ann", NOW));
      }
    }

    private void release() {
      Set<String> held = choice.kept(released);
      String version = "%04d".formatted(++releases);
      write(version);
      // As a trainer does that keeps two.
      List<String> old = released.stream().filter(each -> !held.contains(each)).toList();
      int beyond = Math.min(old.size(), Math.max(0, released.size() - 1));
      released.add(version);
      for (String each : old.subList(0, beyond)) {
        released.remove(each);
        BundleChunks.tombstones(each, 1).forEach(this::append);
      }
    }

    private void decide(ReleaseChoice decided) {
      choice = decided;
      append(decided.entry());
      decided.current(released).ifPresent(this::write);
    }

    private void write(String version) {
      BundleChunks.split(version, new byte[] {1}, 10, FACTS).forEach(this::append);
    }

    private void append(BundleChunks.Entry entry) {
      log.add(entry);
      follower.read(entry);
    }
  }
}
