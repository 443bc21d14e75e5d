package io.laserstreams.tools.features;

import io.laserstreams.runtime.deadletter.DeadLetter;
import io.laserstreams.tools.client.RecordPosition;
import io.laserstreams.tools.client.RecordReader;
import io.laserstreams.tools.client.ScoringDeadLetters;
import java.util.HashSet;
import java.util.Set;

/**
 * Positions of the records that scoring refused: they are on their topics and have changed nothing.
 * Replaying a dead letter once its cause is gone sends the record again, and that copy counts, at
 * its own position.
 *
 * @param complete whether these are all there ever were, as retention has deleted no letter
 */
record RefusedPositions(Set<RecordPosition> positions, boolean complete) {
  /** Scoring has refused nothing. */
  static final RefusedPositions NONE = new RefusedPositions(Set.of(), true);

  RefusedPositions {
    positions = Set.copyOf(positions);
  }

  /** Reads the current dead letters. */
  static RefusedPositions read(RecordReader letters) {
    boolean complete = letters.reachesBackToTheFirst();
    Set<RecordPosition> positions = new HashSet<>();
    ScoringDeadLetters.forEachToEnd(
        letters,
        (position, letter) -> {
          // Scoring accepts a record whose results are too large to write.
          if (!letter.reason().equals(DeadLetter.TOO_LARGE)) {
            positions.add(position);
          }
        });
    return new RefusedPositions(positions, complete);
  }

  boolean contain(RecordPosition position) {
    return positions.contains(position);
  }
}
