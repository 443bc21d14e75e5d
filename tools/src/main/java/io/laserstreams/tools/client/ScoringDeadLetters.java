package io.laserstreams.tools.client;

import io.laserstreams.runtime.deadletter.DeadLetter;
import io.laserstreams.scoring.config.ScoringConfig;
import java.util.function.BiConsumer;

/** The dead letters about records that scoring read from a topic. */
public final class ScoringDeadLetters {
  private ScoringDeadLetters() {}

  /**
   * Passes on the letters up to the current end of their topic, each with the position of the
   * record that it is about.
   */
  public static void forEachToEnd(
      RecordReader letters, BiConsumer<RecordPosition, DeadLetter> visitor) {
    letters.forEachToEnd(
        received -> {
          DeadLetter letter =
              DeadLetter.read(received.record().headers(), null, received.record().value());
          if (letter.app().equals(ScoringConfig.APP) && letter.topic() != null) {
            visitor.accept(
                new RecordPosition(letter.topic(), letter.partition(), letter.offset()), letter);
          }
        });
  }
}
