package io.laserstreams.tools.replay;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.deadletter.KeyPartition;
import io.laserstreams.schema.Impression;
import io.laserstreams.schema.Topic;
import io.laserstreams.tools.client.RecordPublisher;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/**
 * Impressions without candidates, of users that do not exist, one on each partition that has had a
 * rating: a stream processes the last interaction of a partition only once it knows that no earlier
 * impression will arrive.
 */
final class StreamTimeTicks {
  private static final String PREFIX = "laser-tick-";

  private final String[] users;
  private final BitSet played = new BitSet();
  private long sent;

  StreamTimeTicks(int partitions) {
    this.users = new String[partitions];
    int found = 0;
    for (int i = 0; found < partitions; i++) {
      String user = PREFIX + i;
      int partition = KeyPartition.of(user, partitions);
      if (users[partition] == null) {
        users[partition] = user;
        found++;
      }
    }
  }

  /** Whether this is the score of a tick. */
  static boolean isTick(String impressionId) {
    return impressionId.startsWith(PREFIX);
  }

  /** Notes a user who has rated. */
  void played(String user) {
    played.set(KeyPartition.of(user, users.length));
  }

  /**
   * Sends ticks.
   *
   * @param time later than all interactions that were sent, not later than any impression to come
   */
  void send(RecordPublisher publisher, long time) {
    requireNonNull(publisher, "publisher is null");
    for (int p = played.nextSetBit(0); p >= 0; p = played.nextSetBit(p + 1)) {
      publisher.send(
          Topic.IMPRESSIONS,
          users[p],
          Impression.newBuilder()
              .setImpressionId(PREFIX + p + "-" + sent++)
              .setUserId(users[p])
              .setEventTime(time)
              .setCandidates(List.of())
              .setContext(Map.of())
              .build());
    }
    played.clear();
  }
}
