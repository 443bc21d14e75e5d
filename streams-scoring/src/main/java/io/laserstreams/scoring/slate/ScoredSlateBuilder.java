package io.laserstreams.scoring.slate;

import io.laserstreams.crm.history.HistoryEvent;
import io.laserstreams.schema.Impression;
import io.laserstreams.schema.SampleEvent;
import io.laserstreams.schema.ScoreOutcome;
import io.laserstreams.schema.ScoredCandidate;
import io.laserstreams.schema.ScoredSlate;
import io.laserstreams.schema.Timings;
import io.laserstreams.scoring.features.ServedFeatures;
import io.laserstreams.scoring.model.ItemRow;
import io.laserstreams.scoring.sample.ServedSlate;
import io.laserstreams.scoring.user.StoredVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Words an answer: orders the scored candidates and fills in the score and what is kept to learn
 * from.
 */
final class ScoredSlateBuilder {
  private static final long NANOS_PER_MICRO = 1_000;
  private static final long MICROS_PER_MILLI = 1_000;
  private static final float[] NO_FEATURES = {};

  private final Impression impression;
  private final StoredVersion<Map<String, String>> profile;
  private final Exploration exploration;

  /**
   * @param profile of the user, null for an unknown one
   */
  ScoredSlateBuilder(
      Impression impression, StoredVersion<Map<String, String>> profile, Exploration exploration) {
    this.impression = impression;
    this.profile = profile;
    this.exploration = exploration;
  }

  Map<String, String> profile() {
    return profile == null ? Map.of() : profile.value();
  }

  /**
   * @param queued in milliseconds; the others as {@link System#nanoTime}
   */
  Timings timings(long queued, long started, long modelStarted, long modelEnded) {
    return new Timings(
        queued * MICROS_PER_MILLI,
        (modelStarted - started) / NANOS_PER_MICRO,
        (modelEnded - modelStarted) / NANOS_PER_MICRO);
  }

  ScoringResult empty(Timings timings, long now) {
    return new ScoringResult(
        slate(ScoreOutcome.EMPTY_SLATE, List.of(), null, false, List.of(), null, timings, now),
        null);
  }

  /**
   * @param knowledge about the user, null where there is none
   * @param seen the candidates that the user has clicked or rated before
   */
  ScoringResult scored(
      ScoredItems scored,
      StoredVersion<Map<String, float[]>> knowledge,
      Set<String> seen,
      ScoreOutcome outcome,
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
      String itemId = scored.items().get(index);
      ItemRow row = scored.rows().get(index);
      float logit = scored.logits()[index];
      double propensity = exploration.propensity(greedyRanks[index], rank, scored.size());
      candidates.add(
          new ScoredCandidate(
              itemId,
              sigmoid(logit),
              (double) logit,
              rank,
              propensity,
              row.known(),
              row.knowledgePosition(),
              row.knowledgeTime(),
              seen.contains(itemId)));
      served.add(
          new ServedSlate.Candidate(
              itemId,
              logit,
              propensity,
              row.knowledgePosition(),
              scored.features() == null
                  ? NO_FEATURES
                  : scored.features().values().ofCandidates()[index]));
    }
    return new ScoringResult(
        slate(
            outcome,
            candidates,
            scored.modelVersion(),
            order.explored(),
            scored.history(),
            scored.vectorUsed() ? knowledge : null,
            timings,
            now),
        new ServedSlate(
            impression.getImpressionId(),
            impression.getUserId(),
            impression.getEventTime(),
            scored.modelVersion(),
            profile(),
            impression.getContext(),
            events(scored.history()),
            knowledge,
            features(scored.features()),
            served));
  }

  private ScoredSlate slate(
      ScoreOutcome outcome,
      List<ScoredCandidate> candidates,
      String modelVersion,
      boolean explored,
      List<HistoryEvent> used,
      StoredVersion<?> knowledge,
      Timings timings,
      long now) {
    boolean late = impression.getDeadline() != null && now > impression.getDeadline();
    Long newest = used.isEmpty() ? null : used.get(used.size() - 1).eventTime();
    return new ScoredSlate(
        impression.getImpressionId(),
        impression.getUserId(),
        impression.getEventTime(),
        outcome,
        candidates,
        modelVersion,
        explored,
        late,
        profile != null,
        used.size(),
        newest,
        knowledge == null ? null : (Long) knowledge.position(),
        knowledge == null ? null : (Long) knowledge.basedOn(),
        timings,
        now);
  }

  private static ServedSlate.Features features(ServedFeatures features) {
    return features == null
        ? null
        : new ServedSlate.Features(
            features.ofUser(),
            features.values().ofUser(),
            features.ofCandidate(),
            features.userPosition(),
            features.itemEpoch(),
            features.itemInteractions(),
            features.basis());
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
    int[] places = new int[order.length];
    for (int place = 0; place < order.length; place++) {
      places[order[place]] = place;
    }
    return places;
  }

  private static double sigmoid(double logit) {
    return 1 / (1 + Math.exp(-logit));
  }
}
