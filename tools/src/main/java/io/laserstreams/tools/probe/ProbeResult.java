package io.laserstreams.tools.probe;

import io.laserstreams.runtime.deadletter.DeadLetter;
import io.laserstreams.schema.ScoredSlate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What became of the impression of a probe. */
sealed interface ProbeResult {
  /** As people read it. */
  List<String> text();

  /**
   * It has a score.
   *
   * @param took from sending to receiving
   */
  record Scored(ScoredSlate slate, Duration took) implements ProbeResult {
    @Override
    public List<String> text() {
      List<String> lines = new ArrayList<>();
      lines.add(
          "%s by %s after %d ms"
              .formatted(
                  slate.getOutcome(),
                  slate.getModelVersion() == null ? "no model" : slate.getModelVersion(),
                  took.toMillis()));
      slate
          .getCandidates()
          .forEach(
              candidate ->
                  lines.add(
                      "%3d  %-20s %.4f%s"
                          .formatted(
                              candidate.getRank(),
                              candidate.getItemId(),
                              candidate.getProbability(),
                              candidate.getKnown() ? "" : "  (unknown item)")));
      return lines;
    }
  }

  /**
   * It became a dead letter.
   *
   * @param id of the letter, as {@code laser dead-letters} prints it
   * @param took from sending to receiving
   */
  record Refused(DeadLetter letter, String id, Duration took) implements ProbeResult {
    @Override
    public List<String> text() {
      return List.of(
          "REFUSED by %s as %s after %d ms: %s (dead letter %s)"
              .formatted(letter.app(), letter.reason(), took.toMillis(), letter.message(), id));
    }
  }
}
