package io.laserstreams.knowledge.subject;

import io.laserstreams.crm.bytes.UnreadableBytesException;
import io.laserstreams.fuzzing.CodecFuzz;
import io.laserstreams.knowledge.budget.Cost;
import io.laserstreams.knowledge.subject.SubjectState.Pending;
import io.laserstreams.knowledge.taste.AxisVectors;
import io.laserstreams.knowledge.taste.Taste;
import io.laserstreams.runtime.state.UnreadableStateException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fuzz")
class SubjectFuzzTest {
  private static final Taste TASTE = AxisVectors.taste(3);

  @Test
  void shouldReadOrRefuseStates() {
    SubjectState created = SubjectState.created(1_700_000_000_000L);
    SubjectState requested =
        created.requested(new Pending(5, 6, 1, 7, TASTE, new Cost(8, 9)), 1_800_000_000_000L);
    List<byte[]> honest =
        List.of(
            created.encode(),
            requested.encode(),
            requested.accepting(5, 9, null).encode(),
            created.abandonedAt(3).encode(),
            created.waiting(new Waiting(RefreshReason.DRIFT, 4, -0.5)).encode());
    CodecFuzz.roundTrips(
        honest, UnreadableStateException.class, SubjectState::decode, SubjectState::encode);
  }

  @Test
  void shouldReadOrRefuseKeys() {
    List<byte[]> honest = List.of(SubjectKey.user("ann").encode(), SubjectKey.item("").encode());
    CodecFuzz.roundTrips(
        honest,
        UnreadableBytesException.class,
        bytes -> SubjectKey.decode(bytes, 0),
        SubjectKey::encode);
  }
}
