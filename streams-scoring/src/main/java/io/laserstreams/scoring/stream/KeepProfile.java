package io.laserstreams.scoring.stream;

import io.laserstreams.schema.User;
import io.laserstreams.scoring.user.AsOfStore;
import io.laserstreams.scoring.user.Version;
import java.util.Map;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Keeps the last versions of users' profiles. */
final class KeepProfile implements Processor<String, User, Void, Void> {
  private final ScoringParts parts;
  private ProcessorContext<Void, Void> context;
  private AsOfStore<Map<String, String>> profiles;

  KeepProfile(ScoringParts parts) {
    this.parts = parts;
  }

  @Override
  public void init(ProcessorContext<Void, Void> newContext) {
    context = newContext;
    profiles = parts.profiles(context);
  }

  @Override
  public void process(Record<String, User> record) {
    User user = record.value();
    long now = context.currentSystemTimeMs();
    parts.admission().admit(record.key(), context.recordMetadata().orElseThrow(), rules -> rules.of(record.key(), user, now));
    if (user == null) {
      profiles.forget(record.key());
      return;
    }
    if (!profiles.keep(user.getUserId(), new Version<>(user.getUpdatedAt(), user.getUpdatedAt(), user.getFields()))) {
      parts.staleVersions("profile").increment();
    }
  }
}
