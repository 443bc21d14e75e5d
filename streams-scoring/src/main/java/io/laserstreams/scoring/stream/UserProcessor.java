package io.laserstreams.scoring.stream;

import io.laserstreams.schema.User;
import io.laserstreams.scoring.user.StoredVersion;
import io.laserstreams.scoring.user.VersionedStore;
import java.util.Map;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Keeps the last versions of users' profiles. */
final class UserProcessor implements Processor<String, User, Void, Void> {
  private final ScoringParts parts;
  private ProcessorContext<Void, Void> context;
  private VersionedStore<Map<String, String>> profiles;

  UserProcessor(ScoringParts parts) {
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
    parts
        .validator()
        .validate(
            record.key(),
            context.recordMetadata().orElseThrow(),
            rules -> rules.check(record.key(), user, now));
    if (user == null) {
      profiles.delete(record.key());
      return;
    }
    if (!profiles.add(
        user.getUserId(),
        new StoredVersion<>(user.getUpdatedAt(), user.getUpdatedAt(), user.getFields()))) {
      parts.metrics().staleProfiles.increment();
    }
  }
}
