package io.laserstreams.knowledge.input;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.history.UserHistories;
import io.laserstreams.knowledge.policy.EventTimeBounds;
import io.laserstreams.knowledge.request.Profiles;
import io.laserstreams.knowledge.request.Profiles.Profile;
import io.laserstreams.knowledge.subject.SubjectKey;
import io.laserstreams.runtime.deadletter.BadRecordException;
import io.laserstreams.runtime.streams.Decoding;
import io.laserstreams.schema.User;
import java.util.function.Consumer;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Keeps profiles. A tombstone forgets the user: profile, history, what was asked and what is known. */
public final class UserInput implements Input {
  private final Decoding<User> decoding;
  private final EventTimeBounds times;
  private final Profiles profiles;
  private final UserHistories histories;
  private final Consumer<SubjectKey> forget;

  public UserInput(Decoding<User> decoding, EventTimeBounds times, Profiles profiles, UserHistories histories,
      Consumer<SubjectKey> forget) {
    this.decoding = requireNonNull(decoding, "decoding is null");
    this.times = requireNonNull(times, "times is null");
    this.profiles = requireNonNull(profiles, "profiles is null");
    this.histories = requireNonNull(histories, "histories is null");
    this.forget = requireNonNull(forget, "forget is null");
  }

  @Override
  public void take(String userId, byte[] value, RecordMetadata source, long now) {
    User user = decoding.decode(userId, value, source);
    if (user == null) {
      profiles.delete(userId);
      histories.forget(userId);
      forget.accept(SubjectKey.user(userId));
      return;
    }
    if (!user.getUserId().equals(userId)) {
      throw new BadRecordException("wrong-key", "Profile of user " + user.getUserId() + " has the key '" + userId
          + "'; the key must be the user's id");
    }
    times.require("updatedAt of user " + userId, user.getUpdatedAt(), now);
    profiles.put(userId, new Profile(user.getFields(), user.getUpdatedAt()));
  }
}
