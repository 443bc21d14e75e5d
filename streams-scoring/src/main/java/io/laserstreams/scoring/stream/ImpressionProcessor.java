package io.laserstreams.scoring.stream;

import io.laserstreams.schema.Impression;
import io.laserstreams.scoring.join.OpenWindows;
import io.laserstreams.scoring.join.SampleJoin;
import io.laserstreams.scoring.join.ServedImpressions;
import io.laserstreams.scoring.slate.Candidates;
import io.laserstreams.scoring.slate.ScoringResult;
import io.laserstreams.scoring.slate.SlateScorer;
import java.time.Duration;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Scores each impression once and opens its attribution window. */
final class ImpressionProcessor implements Processor<String, Impression, String, SpecificRecord> {
  /**
   * Between the turns of a sweep that takes several, so that slates are scored meanwhile. Only
   * then: each punctuation has its task committed.
   */
  private static final Duration SWEEP_TURN = Duration.ofMillis(50);

  private final ScoringParts parts;
  private ProcessorContext<String, SpecificRecord> context;
  private SlateScorer scorer;
  private SampleJoin samples;
  private ServedImpressions served;
  private @Nullable Cancellable turns;

  ImpressionProcessor(ScoringParts parts) {
    this.parts = parts;
  }

  @Override
  public void init(ProcessorContext<String, SpecificRecord> newContext) {
    context = newContext;
    scorer = parts.scorer(context);
    samples = parts.samples(context);
    served = parts.served(context, samples);
    context.schedule(parts.sweepInterval(), PunctuationType.WALL_CLOCK_TIME, this::sweep);
  }

  /** Takes a turn now, and more until the sweep is complete. */
  private void sweep(long now) {
    boolean complete = served.sweep(parts.interactionsSettled(context, now));
    if (complete && turns != null) {
      turns.cancel();
      turns = null;
    } else if (!complete && turns == null) {
      turns = context.schedule(SWEEP_TURN, PunctuationType.WALL_CLOCK_TIME, this::sweep);
    }
  }

  @Override
  public void process(Record<String, Impression> record) {
    long now = context.currentSystemTimeMs();
    Impression impression = record.value();
    parts
        .validator()
        .validate(
            record.key(),
            context.recordMetadata().orElseThrow(),
            rules -> rules.check(record.key(), impression, now));
    List<String> candidates = Candidates.of(impression);
    String userId = impression.getUserId();
    String impressionId = impression.getImpressionId();
    if (served.contains(userId, impressionId)) {
      parts.metrics().duplicateImpressions.increment();
      served.served(impressionId, userId, now);
      return;
    }
    OpenWindows windows = samples.closeUntil(userId, impression.getEventTime(), now);
    ScoringResult result =
        scorer.score(impression, candidates, EventTimeExtractor.recordTime(record));
    if (result.served() == null) {
      samples.rememberEmpty(windows, userId, impressionId);
    } else {
      samples.open(windows, result.served(), now);
    }
    served.served(impressionId, userId, now);
    // Record time is the wall clock's: retention would delete a record with an old event time at
    // once.
    context.forward(new Record<>(record.key(), result.score(), now), ScoringTopology.SCORES_SINK);
    parts.commits().soon(context);
  }

  @Override
  public void close() {
    parts.commits().forget(context);
  }
}
