package io.laserstreams.scoring.slate;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.history.HistoryEvent;
import io.laserstreams.schema.Impression;
import io.laserstreams.schema.SampleEvent;
import io.laserstreams.schema.ScoreOutcome;
import io.laserstreams.schema.ScoredCandidate;
import io.laserstreams.schema.ScoredSlate;
import io.laserstreams.schema.Timings;
import io.laserstreams.scoring.features.SlateFeatureValues;
import io.laserstreams.scoring.join.ServedSlate;
import io.laserstreams.scoring.model.ItemRow;
import io.laserstreams.scoring.user.StoredVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Orders the scored candidates of an impression and builds its score and the slate kept for its
 * training sample.
 */
final class ScoredSlateBuilder {
  private static final float[] NO_FEATURES = {};

  private final Impression impression;
  private final @Nullable StoredVersion<Map<String, String>> profile;
  private final Exploration exploration;

  /**
   * @param profile of the user, null if unknown
   */
  ScoredSlateBuilder(
      Impression impression,
      @Nullable StoredVersion<Map<String, String>> profile,
      Exploration exploration) {
    this.impression = requireNonNull(impression, "impression is null");
    this.profile = profile;
    this.exploration = requireNonNull(exploration, "exploration is null");
  }

  Map<String, String> profile() {
    return profile == null ? Map.of() : profile.value();
  }

  /** The result of an impression without candidates. */
  ScoringResult empty(Timings timings, long now) {
    ScoredSlate score =
        score(ScoreOutcome.EMPTY_SLATE, timings, now)
            .setCandidates(List.of())
            .setModelVersion(null)
            .setExplored(false)
            .setHistoryLength(0)
            .setNewestEventTime(null)
            .setUserKnowledgePosition(null)
            .setUserKnowledgeBasedOnEventTime(null)
            .build();
    return new ScoringResult(score, null);
  }

  /**
   * The result of an impression with candidates.
   *
   * @param knowledge about the user, null if absent
   * @param seen which candidates the user has clicked or rated before, parallel to the scored items
   */
  ScoringResult scored(
      ScoredItems scored,
      @Nullable StoredVersion<Map<String, float[]>> knowledge,
      boolean[] seen,
      Timings timings,
      long now) {
    int[] greedy =
        scored.byModel() ? Ranking.byLogit(scored.logits()) : Ranking.asGiven(scored.size());
    Exploration.Order order = exploration.order(impression.getImpressionId(), greedy);
    int[] greedyRanks = inverse(greedy);
    List<ScoredCandidate> candidates = new ArrayList<>(scored.size());
    List<ServedSlate.Candidate> served = new ArrayList<>(scored.size());
    for (int rank = 0; rank < scored.size(); rank++) {
      int index = order.shown()[rank];
      double propensity = exploration.propensity(greedyRanks[index], rank, scored.size());
      candidates.add(candidate(scored, index, seen[index], rank, propensity));
      served.add(served(scored, index, propensity));
    }
    return new ScoringResult(
        score(scored, order, candidates, knowledge, timings, now),
        servedSlate(scored, knowledge, served));
  }

  private static ScoredCandidate candidate(
      ScoredItems scored, int index, boolean seen, int rank, double propensity) {
    String itemId = scored.items().get(index);
    ItemRow row = scored.rows().get(index);
    ItemRow.Knowledge knowledge = row.knowledge();
    double logit = scored.logits()[index];
    // Avro's builder would cost a microsecond a candidate.
    return new ScoredCandidate(
        itemId,
        sigmoid(logit),
        logit,
        rank,
        propensity,
        row.known(),
        knowledge == null ? null : (Long) knowledge.position(),
        knowledge == null ? null : (Long) knowledge.basedOn(),
        seen);
  }

  private static ServedSlate.Candidate served(ScoredItems scored, int index, double propensity) {
    ItemRow.Knowledge knowledge = scored.rows().get(index).knowledge();
    SlateFeatureValues features = scored.features();
    return new ServedSlate.Candidate(
        scored.items().get(index),
        scored.logits()[index],
        propensity,
        knowledge == null ? null : (Long) knowledge.position(),
        features == null ? NO_FEATURES : features.values().ofCandidates()[index]);
  }

  private ScoredSlate score(
      ScoredItems scored,
      Exploration.Order order,
      List<ScoredCandidate> candidates,
      @Nullable StoredVersion<?> knowledge,
      Timings timings,
      long now) {
    List<HistoryEvent> history = scored.history();
    StoredVersion<?> used = scored.vectorUsed() ? knowledge : null;
    return score(scored.byModel() ? ScoreOutcome.SCORED : ScoreOutcome.NO_MODEL, timings, now)
        .setCandidates(candidates)
        .setModelVersion(scored.call().modelVersion())
        .setExplored(order.explored())
        .setHistoryLength(history.size())
        .setNewestEventTime(
            history.isEmpty() ? null : (Long) history.get(history.size() - 1).eventTime())
        .setUserKnowledgePosition(used == null ? null : (Long) used.position())
        .setUserKnowledgeBasedOnEventTime(used == null ? null : (Long) used.basedOn())
        .build();
  }

  private ScoredSlate.Builder score(ScoreOutcome outcome, Timings timings, long now) {
    Long deadline = impression.getDeadline();
    return ScoredSlate.newBuilder()
        .setImpressionId(impression.getImpressionId())
        .setUserId(impression.getUserId())
        .setEventTime(impression.getEventTime())
        .setOutcome(outcome)
        .setDeadlineMissed(deadline != null && now > deadline)
        .setUserKnown(profile != null)
        .setTimings(timings)
        .setScoredAt(now);
  }

  private ServedSlate servedSlate(
      ScoredItems scored,
      @Nullable StoredVersion<Map<String, float[]>> knowledge,
      List<ServedSlate.Candidate> candidates) {
    return new ServedSlate(
        impression.getImpressionId(),
        impression.getUserId(),
        impression.getEventTime(),
        impression.getContext(),
        new ServedSlate.User(profile(), events(scored.history()), knowledge),
        scored.call().modelVersion(),
        features(scored.features()),
        candidates);
  }

  private static ServedSlate.@Nullable Features features(@Nullable SlateFeatureValues features) {
    return features == null
        ? null
        : new ServedSlate.Features(
            features.userNames(),
            features.values().ofUser(),
            features.candidateNames(),
            features.source());
  }

  private static List<SampleEvent> events(List<HistoryEvent> history) {
    List<SampleEvent> events = new ArrayList<>(history.size());
    for (HistoryEvent event : history) {
      events.add(
          new SampleEvent(
              event.itemId(), event.isRating() ? event.value() : null, event.eventTime()));
    }
    return events;
  }

  private static int[] inverse(int[] order) {
    int[] ranks = new int[order.length];
    for (int rank = 0; rank < order.length; rank++) {
      ranks[order[rank]] = rank;
    }
    return ranks;
  }

  private static double sigmoid(double logit) {
    return 1 / (1 + Math.exp(-logit));
  }
}
