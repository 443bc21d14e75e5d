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
import org.jspecify.annotations.Nullable;

/**
 * Checks every score of a replay against the raw data: exactly one per impression, by the pinned
 * model if there is one, from exactly the ratings that the user gave before. Any other score is a
 * fault, and a replay with a fault fails.
 */
final class ScoreCheck {
  private static final int MAX_DESCRIBED = 10;

  private final ReplayPlan plan;
  private final int played;
  private final @Nullable String modelVersion;
  private final int historyLength;
  private final double[] @Nullable [] logits;
  private final BitSet scored = new BitSet();
  private final Set<String> models = new TreeSet<>();
  private final List<String> firstFaults = new ArrayList<>();
  private long firstScored = Long.MAX_VALUE;
  private long scores;
  private long faults;

  /**
   * @param played how many impressions of the plan will be replayed
   * @param modelVersion the pinned model; null if any released model may answer, and none before
   *     the first release
   * @param historyLength how many events the model looks back
   */
  ScoreCheck(ReplayPlan plan, int played, @Nullable String modelVersion, int historyLength) {
    this.plan = plan;
    this.played = played;
    this.modelVersion = modelVersion;
    this.historyLength = historyLength;
    this.logits = new double[played][];
  }

  /** Checks a score from the topic; returns the index of its impression, -1 for a second score. */
  int add(ScoredSlate slate) {
    scores++;
    int index = plan.index(slate.getImpressionId());
    Impression impression = plan.impressions().get(index);
    if (index >= played) {
      fault(impression, "was not replayed and has a score");
      return -1;
    }
    if (scored.get(index)) {
      fault(impression, "has a second score");
      return -1;
    }
    scored.set(index);
    check(index, impression, slate);
    if (slate.getOutcome() == ScoreOutcome.SCORED) {
      models.add(slate.getModelVersion());
      firstScored = Math.min(firstScored, slate.getScoredAt());
      logits[index] = logits(impression, slate);
    }
    return index;
  }

  /** In the order of the impression's candidates; null if one has no score. */
  private static double @Nullable [] logits(Impression impression, ScoredSlate slate) {
    Map<String, Double> byItem = new HashMap<>();
    slate
        .getCandidates()
        .forEach(candidate -> byItem.put(candidate.getItemId(), candidate.getLogit()));
    List<String> items = impression.candidates().stream().map(Candidate::itemId).toList();
    return byItem.keySet().containsAll(items)
        ? items.stream().mapToDouble(byItem::get).toArray()
        : null;
  }

  /** How many models answered. */
  int models() {
    return models.size();
  }

  /** Logits by impression, in the order of its candidates; null if no model has scored it. */
  double[] @Nullable [] logits() {
    return logits;
  }

  long scores() {
    return scores;
  }

  long missing() {
    return (long) played - scored.cardinality();
  }

  long faults() {
    return faults;
  }

  /** The first faults, one sentence each. */
  List<String> firstFaults() {
    return List.copyOf(firstFaults);
  }

  private void check(int index, Impression impression, ScoredSlate slate) {
    boolean none =
        modelVersion == null
            && slate.getOutcome() == ScoreOutcome.NO_MODEL
            && startedAt(slate) <= firstScored;
    boolean answered =
        slate.getOutcome() == ScoreOutcome.SCORED
            && (modelVersion == null || modelVersion.equals(slate.getModelVersion()));
    if (none) {
      return;
    }
    if (!answered) {
      fault(
          impression,
          "has outcome "
              + slate.getOutcome()
              + " by model "
              + slate.getModelVersion()
              + ", not by "
              + (modelVersion == null ? "a released one" : modelVersion));
    }
    Map<String, Boolean> known = new HashMap<>();
    impression
        .candidates()
        .forEach(
            candidate ->
                known.put(candidate.itemId(), plan.data().items().containsKey(candidate.itemId())));
    Map<String, Boolean> scoredItems = new HashMap<>();
    slate
        .getCandidates()
        .forEach(candidate -> scoredItems.put(candidate.getItemId(), candidate.getKnown()));
    if (!scoredItems.equals(known) || slate.getCandidates().size() != known.size()) {
      fault(
          impression,
          "has candidates "
              + slate.getCandidates()
              + " instead of these, true if the catalogue has them: "
              + known);
    }
    if (slate.getUserKnown() != plan.data().profiles().containsKey(impression.userId())) {
      fault(
          impression,
          slate.getUserKnown()
              ? "knows a profile of user " + impression.userId() + " that does not exist"
              : "was scored before the profile of user " + impression.userId() + " arrived");
    }
    int events = Math.min(impression.earlier(), historyLength);
    Long newest = impression.earlier() == 0 ? null : (Long) plan.newestBefore(index);
    if (slate.getHistoryLength() != events || !Objects.equals(slate.getNewestEventTime(), newest)) {
      fault(
          impression,
          "was processed out of order: its history has "
              + slate.getHistoryLength()
              + " events up to "
              + slate.getNewestEventTime()
              + ", but the raw data have "
              + events
              + " up to "
              + newest);
    }
  }

  /**
   * When its scoring started, by the wall clock, to a millisecond. Scores of several partitions
   * arrive in any order, so a score from before the first release may arrive after one of that
   * release.
   */
  private static long startedAt(ScoredSlate slate) {
    Timings timings = slate.getTimings();
    return slate.getScoredAt()
        - TimeUnit.MICROSECONDS.toMillis(timings.getFeatures() + timings.getModel())
        - 1;
  }

  private void fault(Impression impression, String what) {
    faults++;
    if (firstFaults.size() < MAX_DESCRIBED) {
      firstFaults.add("Impression " + impression.id() + " " + what);
    }
  }
}
