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
    if (user == null) {
      parts.admission().admit(record.key(), record.key(), "The tombstone's time", 0, context.recordMetadata().orElseThrow(), now);
      profiles.forget(record.key());
      return;
    }
    parts.admission().admit(record.key(), user.getUserId(), "The profile's updatedAt", user.getUpdatedAt(),
        context.recordMetadata().orElseThrow(), now);
    if (!profiles.keep(user.getUserId(), new Version<>(user.getUpdatedAt(), user.getUpdatedAt(), user.getFields()))) {
      parts.staleVersions("profile").increment();
    }
  }
}
