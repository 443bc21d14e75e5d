package io.laserstreams.tools.knowledge;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.schema.Topic;
import io.laserstreams.tools.client.TopicEnds;
import io.laserstreams.tools.output.Progress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;

/** Waits until streams-knowledge has read the answers that are on their topic. */
final class ReadAnswers {
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final AppConfig knowledge;
  private final Duration patience;

  /**
   * @param knowledge configuration of streams-knowledge
   * @param patience without progress
   */
  ReadAnswers(AppConfig knowledge, Duration patience) {
    this.knowledge = requireNonNull(knowledge, "knowledge is null");
    this.patience = requireNonNull(patience, "patience is null");
  }

  /**
   * Returns once its group has committed all of them, and with them what became of them.
   *
   * @throws UserException if it makes no progress
   */
  void await() {
    String topic = knowledge.topic(Topic.KNOWLEDGE_ANSWERS);
    String group = knowledge.applicationId();
    try (Admin admin = Admin.create(knowledge.clients().admin())) {
      TopicEnds ends = new TopicEnds(admin);
      Map<TopicPartition, Long> until = ends.of(topic);
      long all = ends.left(group, topic, until);
      long fewest = Long.MAX_VALUE;
      long giveUp = System.nanoTime() + patience.toNanos();
      try (Progress progress = Progress.counting("accepting", "answers", all)) {
        for (long left = all; left > 0; left = ends.left(group, topic, until)) {
          if (left < fewest) {
            fewest = left;
            giveUp = System.nanoTime() + patience.toNanos();
            progress.at(all - left);
          } else if (System.nanoTime() > giveUp) {
            throw new UserException(
                ("group %s has not read %,d records of %s, and nothing happened for %d s: is"
                        + " streams-knowledge running? The answers stay on the topic; run the"
                        + " command again to see what became of them")
                    .formatted(group, left, topic, patience.toSeconds()));
          }
          LockSupport.parkNanos(PAUSE.toNanos());
        }
      }
    }
  }
}
