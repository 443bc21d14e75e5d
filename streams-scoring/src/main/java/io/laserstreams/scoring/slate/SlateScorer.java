package io.laserstreams.scoring.slate;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.features.FeatureSpec.Encoder;
import io.laserstreams.crm.features.StreamingValues;
import io.laserstreams.crm.features.UserFeatures;
import io.laserstreams.crm.history.HistoryEvent;
import io.laserstreams.crm.history.PastEvents;
import io.laserstreams.crm.streaming.StreamingFeatures;
import io.laserstreams.crm.streaming.factors.FittedItems;
import io.laserstreams.crm.streaming.item.ItemStatisticsTable;
import io.laserstreams.crm.streaming.user.UserState;
import io.laserstreams.schema.Impression;
import io.laserstreams.schema.Timings;
import io.laserstreams.scoring.features.FeatureMonitor;
import io.laserstreams.scoring.features.FeatureSource;
import io.laserstreams.scoring.features.SlateFeatureValues;
import io.laserstreams.scoring.items.Items;
import io.laserstreams.scoring.model.ItemRow;
import io.laserstreams.scoring.model.ModelSlot;
import io.laserstreams.scoring.model.ServingModel;
import io.laserstreams.scoring.user.StoredVersion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Scores an impression: reads what is known about the user strictly before it, calls the model once
 * for the whole slate, and orders the candidates.
 *
 * <p>Unknown users and items are scored as unknown (cold start). Without a model every candidate
 * gets the default probability and keeps its position. Belongs to one partition and its thread.
 */
public final class SlateScorer {
  private final ModelSlot models;
  private final Items items;
  private final UserStores users;
  private final ItemStatisticsTable statistics;
  private final FeatureMonitor monitor;
  private final ScoringRules rules;
  private final SlateMetrics metrics;
  private final LongSupplier clock;

  /**
   * @param clock wall-clock time, milliseconds since the epoch
   */
  public SlateScorer(
      ModelSlot models,
      Items items,
      UserStores users,
      ItemStatisticsTable statistics,
      FeatureMonitor monitor,
      ScoringRules rules,
      SlateMetrics metrics,
      LongSupplier clock) {
    this.models = requireNonNull(models, "models is null");
    this.items = requireNonNull(items, "items is null");
    this.users = requireNonNull(users, "users is null");
    this.statistics = requireNonNull(statistics, "statistics is null");
    this.monitor = requireNonNull(monitor, "monitor is null");
    this.rules = requireNonNull(rules, "rules is null");
    this.metrics = requireNonNull(metrics, "metrics is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  /**
   * Scores an impression.
   *
   * @param candidates the distinct candidates
   * @param recordTime the impression's record time, milliseconds since the epoch
   */
  public ScoringResult score(Impression impression, List<String> candidates, long recordTime) {
    long started = System.nanoTime();
    long queued = Math.max(0, clock.getAsLong() - recordTime);
    String userId = impression.getUserId();
    StoredVersion<Map<String, String>> profile =
        users.profiles().newestBefore(userId, impression.getEventTime());
    ScoredSlateBuilder slate = new ScoredSlateBuilder(impression, profile, rules.exploration());
    ScoringResult result;
    if (candidates.isEmpty()) {
      result = slate.empty(timings(queued, started, ModelCall.none()), clock.getAsLong());
    } else {
      StoredVersion<Map<String, float[]>> knowledge =
          users.knowledge().newestBefore(userId, impression.getEventTime());
      PastEvents past = users.histories().before(userId, impression.getEventTime());
      ScoredItems scored =
          models
              .use(
                  model -> byModel(model, impression, candidates, slate.profile(), past, knowledge))
              .orElseGet(() -> byDefault(past, candidates));
      result =
          slate.scored(
              scored,
              knowledge,
              past.seen(candidates),
              timings(queued, started, scored.call()),
              clock.getAsLong());
    }
    metrics.count(result.score());
    return result;
  }

  /** In microseconds. */
  private static Timings timings(long queuedMillis, long startedNanos, ModelCall call) {
    return new Timings(
        TimeUnit.MILLISECONDS.toMicros(queuedMillis),
        TimeUnit.NANOSECONDS.toMicros(call.started() - startedNanos),
        TimeUnit.NANOSECONDS.toMicros(call.ended() - call.started()));
  }

  private ScoredItems byModel(
      ServingModel model,
      Impression impression,
      List<String> candidates,
      Map<String, String> profile,
      PastEvents past,
      @Nullable StoredVersion<Map<String, float[]>> knowledge) {
    long eventTime = impression.getEventTime();
    List<HistoryEvent> history = past.newest(model.spec().eventsRead());
    float[] vector = usable(knowledge, model.spec().userEncoder());
    List<float[]> historyRows = new ArrayList<>(history.size());
    for (HistoryEvent event : history) {
      historyRows.add(model.row(event.itemId(), eventTime).numbers());
    }
    List<ItemRow> rows = new ArrayList<>(candidates.size());
    List<float[]> candidateRows = new ArrayList<>(candidates.size());
    for (String candidate : candidates) {
      ItemRow row = model.row(candidate, eventTime);
      rows.add(row);
      candidateRows.add(row.numbers());
    }
    UserFeatures user =
        new UserFeatures(eventTime, profile, impression.getContext(), history, vector);
    SlateFeatureValues features =
        model
            .features()
            .map(engine -> features(model, engine, impression, candidates, profile))
            .orElse(null);
    long modelStarted = System.nanoTime();
    float[] logits =
        finite(
            model.logits(
                user, historyRows, candidateRows, features == null ? null : features.values()));
    return new ScoredItems(
        candidates,
        rows,
        logits,
        history,
        vector != null,
        features,
        new ModelCall(model.version(), modelStarted, System.nanoTime()));
  }

  private SlateFeatureValues features(
      ServingModel model,
      StreamingFeatures engine,
      Impression impression,
      List<String> candidates,
      Map<String, String> profile) {
    long started = System.nanoTime();
    FeatureSpec.Streaming streaming =
        requireNonNull(model.spec().streaming(), "the model reads no streaming features");
    FittedItems fittedItems = model.fittedItems();
    UserState user = users.features().get(impression.getUserId());
    if (user.newestTime() >= impression.getEventTime()) {
      metrics.stateAhead.increment();
    }
    ItemStatisticsTable.View view = statistics.at(impression.getEventTime());
    StreamingValues values =
        engine.updateAndRead(
            user, impression.getEventTime(), profile, candidates, view, fittedItems);
    monitor.served(model.version(), streaming, values, System.nanoTime() - started);
    return new SlateFeatureValues(
        engine.namesOfUser(),
        engine.namesOfCandidate(),
        values,
        new FeatureSource(
            user.counts().count(),
            view.epoch(),
            view.all().count(),
            fittedItems.fittedFactors().version()));
  }

  private ScoredItems byDefault(PastEvents past, List<String> candidates) {
    List<HistoryEvent> history = past.newest(rules.historyWithoutModel());
    List<ItemRow> rows =
        candidates.stream()
            .map(candidate -> ItemRow.withoutModel(items.contains(candidate)))
            .toList();
    float[] logits = new float[candidates.size()];
    Arrays.fill(logits, rules.defaultLogit());
    return new ScoredItems(candidates, rows, logits, history, false, null, ModelCall.none());
  }

  /** The vector that the model reads; null if there is none of its encoder and size. */
  private float @Nullable [] usable(
      @Nullable StoredVersion<Map<String, float[]>> knowledge, @Nullable Encoder encoder) {
    if (knowledge == null || encoder == null) {
      return null;
    }
    float[] vector = knowledge.value().get(encoder.id());
    if (vector == null || vector.length != encoder.dimensions()) {
      metrics.unusableVectors.increment();
      return null;
    }
    return vector;
  }

  /**
   * Replaces logits that are not finite: weights that overflow for one candidate must not fail the
   * slate, or the stream.
   */
  private float[] finite(float[] logits) {
    for (int i = 0; i < logits.length; i++) {
      if (!Float.isFinite(logits[i])) {
        metrics.notFinite.increment();
        logits[i] = rules.defaultLogit();
      }
    }
    return logits;
  }
}
