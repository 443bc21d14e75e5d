package io.laserstreams.scoring.stream;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.schema.Knowledge;
import io.laserstreams.schema.SubjectKind;
import io.laserstreams.scoring.items.KnowledgeVectors;
import io.laserstreams.scoring.user.StoredVersion;
import io.laserstreams.scoring.user.VersionedStore;
import java.util.Map;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Keeps the last versions of knowledge about users, as vectors. */
final class UserKnowledgeProcessor implements Processor<String, Knowledge, Void, Void> {
  private final ScoringParts parts;
  private ProcessorContext<Void, Void> context;
  private VersionedStore<Map<String, float[]>> store;

  UserKnowledgeProcessor(ScoringParts parts) {
    this.parts = parts;
  }

  @Override
  public void init(ProcessorContext<Void, Void> newContext) {
    context = newContext;
    store = parts.userKnowledge(context);
  }

  @Override
  public void process(Record<String, Knowledge> record) {
    Knowledge knowledge = record.value();
    long now = context.currentSystemTimeMs();
    parts
        .validator()
        .validate(
            record.key(),
            context.recordMetadata().orElseThrow(),
            rules -> rules.check(record.key(), knowledge, SubjectKind.USER, now));
    if (knowledge == null) {
      store.delete(record.key());
      return;
    }
    Map<String, float[]> vectors =
        KnowledgeVectors.of(
            knowledge, parts.models().spec().map(FeatureSpec::userEncoder).orElse(null));
    if (!store.add(
        knowledge.getSubjectId(),
        new StoredVersion<>(knowledge.getPosition(), knowledge.getBasedOnEventTime(), vectors))) {
      parts.metrics().staleKnowledge.increment();
    }
  }
}
