package io.laserstreams.scoring.stream;

import io.laserstreams.runtime.deadletter.BadRecordException;
import io.laserstreams.schema.Impression;
import io.laserstreams.scoring.sample.OpenWindows;
import io.laserstreams.scoring.sample.SampleJoin;
import io.laserstreams.scoring.sample.ServedImpressions;
import io.laserstreams.scoring.slate.Answer;
import io.laserstreams.scoring.slate.Candidates;
import io.laserstreams.scoring.slate.SlateScorer;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Answers each impression with one score and opens its attribution window. */
final class ScoreImpression implements Processor<String, Impression, String, SpecificRecord> {
  private static final int MOST_CONTEXT_FIELDS = 64;
  private static final int LONGEST_CONTEXT = 8_192;

  private final ScoringParts parts;
  private ProcessorContext<String, SpecificRecord> context;
  private Counter duplicates;
  private SlateScorer scorer;
  private SampleJoin samples;
  private ServedImpressions served;

  ScoreImpression(ScoringParts parts) {
    this.parts = parts;
  }

  @Override
  public void init(ProcessorContext<String, SpecificRecord> newContext) {
    context = newContext;
    duplicates = Counter.builder("laser.duplicate.impressions")
        .description("Impressions that were answered before: no second score")
        .register(parts.registry());
    scorer = parts.scorer(context);
    samples = parts.samples(context);
    served = parts.served(context, samples);
    context.schedule(Duration.ofMillis(parts.sweepEvery()), PunctuationType.WALL_CLOCK_TIME,
        now -> served.sweep(parts.interactionsSettled(context, now)));
  }

  @Override
  public void process(Record<String, Impression> record) {
    long now = context.currentSystemTimeMs();
    Impression impression = parts.admission().present(record.value());
    judge(record.key(), impression, now);
    List<String> candidates = Candidates.of(impression);
    if (served.contains(impression.getImpressionId())) {
      duplicates.increment();
      return;
    }
    OpenWindows windows = samples.closeUntil(impression.getUserId(), impression.getEventTime(), now);
    Answer answer = scorer.answer(impression, candidates, EventTime.recordTime(record));
    if (answer.served() != null) {
      samples.open(windows, answer.served(), now);
    }
    served.remember(impression.getImpressionId(), impression.getUserId(), impression.getEventTime(), answer.served() != null,
        now);
    // Record time is the wall clock's: event times of long ago would be deleted by the topic's retention at once.
    context.forward(new Record<>(record.key(), answer.score(), now), ScoringTopology.SCORES_SINK);
  }

  private void judge(String key, Impression impression, long now) {
    Admission admission = parts.admission();
    admission.admit(key, impression.getUserId(), "The impression's eventTime", impression.getEventTime(),
        context.recordMetadata().orElseThrow(), now);
    admission.id("The impression's id", impression.getImpressionId());
    for (String candidate : impression.getCandidates()) {
      admission.id("A candidate's id", candidate);
    }
    int size = 0;
    for (Map.Entry<String, String> field : impression.getContext().entrySet()) {
      size += field.getKey().length() + field.getValue().length();
    }
    if (impression.getContext().size() > MOST_CONTEXT_FIELDS || size > LONGEST_CONTEXT) {
      throw new BadRecordException("context-too-large", "The context of impression " + impression.getImpressionId() + " has "
          + impression.getContext().size() + " fields of " + size + " characters together; at most " + MOST_CONTEXT_FIELDS
          + " of " + LONGEST_CONTEXT + " are kept");
    }
  }
}
