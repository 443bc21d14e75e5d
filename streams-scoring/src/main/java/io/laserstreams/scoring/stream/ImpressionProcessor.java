package io.laserstreams.scoring.stream;

import io.laserstreams.schema.Impression;
import io.laserstreams.scoring.sample.OpenWindows;
import io.laserstreams.scoring.sample.SampleJoin;
import io.laserstreams.scoring.sample.ServedImpressions;
import io.laserstreams.scoring.slate.Candidates;
import io.laserstreams.scoring.slate.ScoringResult;
import io.laserstreams.scoring.slate.SlateScorer;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Answers each impression with one score and opens its attribution window. */
final class ImpressionProcessor implements Processor<String, Impression, String, SpecificRecord> {
  private final ScoringParts parts;
  private ProcessorContext<String, SpecificRecord> context;
  private SlateScorer scorer;
  private SampleJoin samples;
  private ServedImpressions served;

  ImpressionProcessor(ScoringParts parts) {
    this.parts = parts;
  }

  @Override
  public void init(ProcessorContext<String, SpecificRecord> newContext) {
    context = newContext;
    scorer = parts.scorer(context);
    samples = parts.samples(context);
    served = parts.served(context, samples);
    context.schedule(
        parts.sweepInterval(),
        PunctuationType.WALL_CLOCK_TIME,
        now -> served.sweep(parts.interactionsSettled(context, now)));
  }

  @Override
  public void process(Record<String, Impression> record) {
    long now = context.currentSystemTimeMs();
    Impression impression = record.value();
    parts
        .admission()
        .admit(
            record.key(),
            context.recordMetadata().orElseThrow(),
            rules -> rules.check(record.key(), impression, now));
    List<String> candidates = Candidates.of(impression);
    if (served.contains(impression.getUserId(), impression.getImpressionId())) {
      parts.metrics().duplicateImpressions.increment();
      return;
    }
    OpenWindows windows =
        samples.closeUntil(impression.getUserId(), impression.getEventTime(), now);
    ScoringResult answer = scorer.answer(impression, candidates, EventTime.recordTime(record));
    if (answer.served() != null) {
      samples.open(windows, answer.served(), now);
    }
    served.remember(
        impression.getImpressionId(),
        impression.getUserId(),
        impression.getEventTime(),
        answer.served() != null,
        now);
    samples.joinEarly(impression.getUserId(), impression.getImpressionId());
    // Record time is the wall clock's: event times of long ago would be deleted by the topic's
    // retention at once.
    context.forward(new Record<>(record.key(), answer.score(), now), ScoringTopology.SCORES_SINK);
  }
}
