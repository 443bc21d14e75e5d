package io.laserstreams.tools.features;

import io.laserstreams.runtime.deadletter.DeadLetter;
import io.laserstreams.scoring.config.ScoringConfig;
import io.laserstreams.tools.client.RecordReader;
import java.util.HashSet;
import java.util.Set;

/**
 * The records that scoring refused: they stand on their topics and have changed nothing. Once the
 * cause is gone, who replays a letter sends the record again, and that one counts, where it stands.
 */
final class RefusedPositions {
  /** Scoring has refused nothing. */
  static final RefusedPositions NONE = new RefusedPositions(Set.of(), true);

  private final Set<Origin> origins;
  private final boolean complete;

  /** Where a refused record lies. */
  record Origin(String topic, int partition, long offset) {}

  /**
   * @param complete whether these are all there ever were
   */
  RefusedPositions(Set<Origin> origins, boolean complete) {
    this.origins = Set.copyOf(origins);
    this.complete = complete;
  }

  /** Reads the dead letters there are now. */
  static RefusedPositions read(RecordReader letters) {
    boolean complete = letters.reachesBackToTheFirst();
    Set<Origin> origins = new HashSet<>();
    letters.forEachToEnd(
        received -> {
          DeadLetter letter =
              DeadLetter.read(received.record().headers(), null, received.record().value());
          // A letter of what was too large to write is about a record that was taken.
          if (letter.app().equals(ScoringConfig.APP)
              && letter.topic() != null
              && !letter.reason().equals(DeadLetter.TOO_LARGE)) {
            origins.add(new Origin(letter.topic(), letter.partition(), letter.offset()));
          }
        });
    return new RefusedPositions(origins, complete);
  }

  boolean contain(RecordArrival place) {
    return origins.contains(new Origin(place.topic(), place.partition(), place.offset()));
  }

  /** Whether no letter has been deleted by retention: what is not among them was not refused. */
  boolean complete() {
    return complete;
  }
}
