package io.laserstreams.cli.replay;

import io.laserstreams.schema.ScoreOutcome;
import io.laserstreams.schema.ScoredCandidate;
import io.laserstreams.schema.ScoredSlate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;

/**
 * Holds every score of a replay against what the raw data say: exactly one an impression, by the pinned model, made from exactly the
 * ratings that the user gave before. One that is not is a fault, and a run with a fault has failed.
 */
final class ScoreCheck {
  private static final int FAULTS_TOLD = 10;

  private final Tape tape;
  private final int played;
  private final String modelVersion;
  private final int historyLength;
  private final double[] logits;
  private final BitSet scored = new BitSet();
  private final List<String> told = new ArrayList<>();
  private long scores;
  private long faults;

  /**
   * @param played how many plays of the tape will be played
   * @param modelVersion the pinned model
   * @param historyLength how many events the model looks back
   */
  ScoreCheck(Tape tape, int played, String modelVersion, int historyLength) {
    this.tape = tape;
    this.played = played;
    this.modelVersion = modelVersion;
    this.historyLength = historyLength;
    this.logits = new double[played];
    Arrays.fill(logits, Double.NaN);
  }

  /** Takes a score from the topic; the index of its play, or -1 where it is a second one. */
  int take(ScoredSlate slate) {
    scores++;
    int[] userAndNumber = Play.parseImpressionId(slate.getImpressionId());
    int index = tape.index(userAndNumber[0], userAndNumber[1]);
    Play play = tape.plays().get(index);
    if (index >= played) {
      fault(play, "was not played and has a score");
      return -1;
    }
    if (scored.get(index)) {
      fault(play, "has a second score");
      return -1;
    }
    scored.set(index);
    check(play, slate);
    if (!slate.getCandidates().isEmpty()) {
      logits[index] = slate.getCandidates().get(0).getLogit();
    }
    return index;
  }

  /** Logits by play; NaN where there is no score. */
  double[] logits() {
    return logits;
  }

  long scores() {
    return scores;
  }

  long missing() {
    return played - scored.cardinality();
  }

  long faults() {
    return faults;
  }

  /** The first faults, one sentence each. */
  List<String> told() {
    return List.copyOf(told);
  }

  private void check(Play play, ScoredSlate slate) {
    if (slate.getOutcome() != ScoreOutcome.SCORED || !modelVersion.equals(slate.getModelVersion())) {
      fault(play, "has outcome " + slate.getOutcome() + " by model " + slate.getModelVersion() + ", not by " + modelVersion);
    }
    List<ScoredCandidate> candidates = slate.getCandidates();
    if (candidates.size() != 1 || !candidates.get(0).getItemId().equals(play.itemId()) || !candidates.get(0).getKnown()) {
      fault(play, "has candidates " + candidates + " instead of the one known item " + play.itemId());
    }
    if (!slate.getUserKnown()) {
      fault(play, "was scored before the profile of user " + play.user() + " was there");
    }
    int events = Math.min(play.earlier(), historyLength);
    Long newest = play.earlier() == 0 ? null : (Long) play.previousRatingTime();
    if (slate.getHistoryLength() != events || !Objects.equals(slate.getNewestEventTime(), newest)) {
      fault(play, "was processed out of order: its history has " + slate.getHistoryLength() + " events up to "
          + slate.getNewestEventTime() + ", but the raw data say " + events + " up to " + newest);
    }
  }

  private void fault(Play play, String what) {
    faults++;
    if (told.size() < FAULTS_TOLD) {
      told.add("Impression " + play.impressionId() + " " + what);
    }
  }
}
