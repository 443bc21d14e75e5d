package io.laserstreams.knowledge.input;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.history.UserHistories;
import io.laserstreams.knowledge.metrics.KnowledgeMetrics;
import io.laserstreams.knowledge.request.UserProfiles;
import io.laserstreams.knowledge.request.UserProfiles.Profile;
import io.laserstreams.knowledge.subject.SubjectKey;
import io.laserstreams.runtime.deadletter.BadRecordException;
import io.laserstreams.runtime.streams.Decoding;
import io.laserstreams.schema.User;
import io.laserstreams.schema.rule.RecordRules;
import io.laserstreams.schema.rule.Versions;
import java.util.function.Consumer;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Keeps profiles; a record older than the known one is ignored. A tombstone deletes all about the
 * user: profile, history, requests and knowledge.
 */
public final class UserInput implements Input {
  private final Decoding<User> decoding;
  private final RecordRules rules;
  private final UserProfiles profiles;
  private final UserHistories histories;
  private final Consumer<SubjectKey> forget;
  private final KnowledgeMetrics metrics;

  public UserInput(
      Decoding<User> decoding,
      RecordRules rules,
      UserProfiles profiles,
      UserHistories histories,
      Consumer<SubjectKey> forget,
      KnowledgeMetrics metrics) {
    this.decoding = requireNonNull(decoding, "decoding is null");
    this.rules = requireNonNull(rules, "rules is null");
    this.profiles = requireNonNull(profiles, "profiles is null");
    this.histories = requireNonNull(histories, "histories is null");
    this.forget = requireNonNull(forget, "forget is null");
    this.metrics = requireNonNull(metrics, "metrics is null");
  }

  @Override
  public void process(String userId, byte @Nullable [] value, RecordMetadata source, long now) {
    User user = decoding.decode(userId, value, source);
    rules.check(userId, user, now).ifPresent(BadRecordException::refuse);
    if (user == null) {
      profiles.delete(userId);
      histories.forget(userId);
      forget.accept(SubjectKey.user(userId));
      return;
    }
    Profile known = profiles.get(userId);
    if (known == null || Versions.replaces(user.getUpdatedAt(), known.updatedAt())) {
      profiles.put(userId, new Profile(user.getFields(), user.getUpdatedAt()));
    } else {
      metrics.staleProfile();
    }
  }
}
