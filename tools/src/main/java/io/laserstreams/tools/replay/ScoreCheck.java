package io.laserstreams.tools.replay;

import io.laserstreams.learning.dataset.Candidate;
import io.laserstreams.learning.dataset.Impression;
import io.laserstreams.schema.ScoreOutcome;
import io.laserstreams.schema.ScoredSlate;
import io.laserstreams.schema.Timings;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * Holds every score of a replay against what the raw data say: exactly one an impression, by the
 * pinned model where there is one, made from exactly the ratings that the user gave before. One
 * that is not is a fault, and a run with a fault has failed.
 */
final class ScoreCheck {
  private static final int FAULTS_TOLD = 10;

  private final ReplayPlan tape;
  private final int played;
  private final String modelVersion;
  private final int historyLength;
  private final double[][] logits;
  private final BitSet scored = new BitSet();
  private final Set<String> models = new TreeSet<>();
  private final List<String> told = new ArrayList<>();
  private long firstScored = Long.MAX_VALUE;
  private long scores;
  private long faults;

  /**
   * @param played how many plays of the tape will be played
   * @param modelVersion the pinned model; null where whatever is released may answer, and nothing
   *     before the first release
   * @param historyLength how many events the model looks back
   */
  ScoreCheck(ReplayPlan tape, int played, String modelVersion, int historyLength) {
    this.tape = tape;
    this.played = played;
    this.modelVersion = modelVersion;
    this.historyLength = historyLength;
    this.logits = new double[played][];
  }

  /** Takes a score from the topic; the index of its play, or -1 where it is a second one. */
  int take(ScoredSlate slate) {
    scores++;
    int index = tape.index(slate.getImpressionId());
    Impression play = tape.plays().get(index);
    if (index >= played) {
      fault(play, "was not played and has a score");
      return -1;
    }
    if (scored.get(index)) {
      fault(play, "has a second score");
      return -1;
    }
    scored.set(index);
    check(index, play, slate);
    if (slate.getOutcome() == ScoreOutcome.SCORED) {
      models.add(slate.getModelVersion());
      firstScored = Math.min(firstScored, slate.getScoredAt());
      logits[index] = logits(play, slate);
    }
    return index;
  }

  /** In the order of the play's candidates; null where one has no score. */
  private static double[] logits(Impression play, ScoredSlate slate) {
    Map<String, Double> byItem = new HashMap<>();
    slate
        .getCandidates()
        .forEach(candidate -> byItem.put(candidate.getItemId(), candidate.getLogit()));
    List<String> items = play.candidates().stream().map(Candidate::itemId).toList();
    return byItem.keySet().containsAll(items)
        ? items.stream().mapToDouble(byItem::get).toArray()
        : null;
  }

  /** How many models answered. */
  int models() {
    return models.size();
  }

  /** Logits by play, in the order of its candidates; null where no model has scored it. */
  double[][] logits() {
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

  private void check(int index, Impression play, ScoredSlate slate) {
    boolean none =
        modelVersion == null
            && slate.getOutcome() == ScoreOutcome.NO_MODEL
            && begun(slate) <= firstScored;
    boolean answered =
        slate.getOutcome() == ScoreOutcome.SCORED
            && (modelVersion == null || modelVersion.equals(slate.getModelVersion()));
    if (none) {
      return;
    }
    if (!answered) {
      fault(
          play,
          "has outcome "
              + slate.getOutcome()
              + " by model "
              + slate.getModelVersion()
              + ", not by "
              + (modelVersion == null ? "a released one" : modelVersion));
    }
    Map<String, Boolean> known = new HashMap<>();
    play.candidates()
        .forEach(
            candidate ->
                known.put(candidate.itemId(), tape.data().items().containsKey(candidate.itemId())));
    Map<String, Boolean> scoredItems = new HashMap<>();
    slate
        .getCandidates()
        .forEach(candidate -> scoredItems.put(candidate.getItemId(), candidate.getKnown()));
    if (!scoredItems.equals(known) || slate.getCandidates().size() != known.size()) {
      fault(
          play,
          "has candidates "
              + slate.getCandidates()
              + " instead of these, true where the catalogue knows them: "
              + known);
    }
    if (slate.getUserKnown() != tape.data().profiles().containsKey(play.userId())) {
      fault(
          play,
          slate.getUserKnown()
              ? "knows a profile of user " + play.userId() + " that there is not"
              : "was scored before the profile of user " + play.userId() + " was there");
    }
    int events = Math.min(play.earlier(), historyLength);
    Long newest = play.earlier() == 0 ? null : (Long) tape.newestBefore(index);
    if (slate.getHistoryLength() != events || !Objects.equals(slate.getNewestEventTime(), newest)) {
      fault(
          play,
          "was processed out of order: its history has "
              + slate.getHistoryLength()
              + " events up to "
              + slate.getNewestEventTime()
              + ", but the raw data say "
              + events
              + " up to "
              + newest);
    }
  }

  /**
   * When its scoring began, by the wall clock, to a millisecond. Scores of several partitions are
   * read in any order, so that one of before the first release may be read after one of that
   * release.
   */
  private static long begun(ScoredSlate slate) {
    Timings timings = slate.getTimings();
    return slate.getScoredAt()
        - TimeUnit.MICROSECONDS.toMillis(timings.getFeatures() + timings.getModel())
        - 1;
  }

  private void fault(Impression play, String what) {
    faults++;
    if (told.size() < FAULTS_TOLD) {
      told.add("Impression " + play.id() + " " + what);
    }
  }
}
