package io.laserstreams.runtime.streams;

import io.laserstreams.runtime.failure.Causes;
import io.laserstreams.runtime.state.DamagedStoreException;
import io.laserstreams.runtime.state.RocksDbDamage;
import io.laserstreams.runtime.state.UnreadableStateException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.TaskId;

/**
 * What made a stream thread fail, or kept Kafka Streams from starting, and therefore what to do.
 */
enum StreamFailure {
  /** Another system does not answer: the thread is replaced, however often. */
  OUTAGE,
  /** The disk is full: the thread is replaced, and health says so. */
  DISK_FULL,
  /** Files of a store are damaged: its task's folder is deleted and restored. */
  DAMAGED_STORE,
  /** State that no other thread could use either: the app ends. */
  UNUSABLE_STATE,
  /** Anything else, perhaps a bug: the thread is replaced, a limited number of times. */
  FAULT;

  private static final Pattern TASK_IN_PATH =
      Pattern.compile("[/\\\\](\\d+_\\d+)[/\\\\](?:committed|written)[/\\\\]");

  static StreamFailure of(Throwable failure) {
    if (RocksDbDamage.isDiskFull(failure)) {
      return DISK_FULL;
    }
    if (unusableState(failure).isPresent()) {
      return UNUSABLE_STATE;
    }
    if (RocksDbDamage.find(failure).isPresent()) {
      return DAMAGED_STORE;
    }
    return find(failure, RetriableException.class).isPresent()
            || find(failure, MissingSourceTopicException.class).isPresent()
        ? OUTAGE
        : FAULT;
  }

  /** The innermost cause, or the first that says that another system does not answer. */
  static Throwable rootOf(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && !(cause instanceof RetriableException)) {
      cause = cause.getCause();
    }
    return cause;
  }

  /**
   * The cause that says that state cannot be used: a table beside Kafka Streams is damaged, or a
   * store holds what no codec reads.
   */
  static Optional<RuntimeException> unusableState(Throwable failure) {
    Optional<DamagedStoreException> damaged = find(failure, DamagedStoreException.class);
    return damaged.isPresent()
        ? damaged.map(e -> e)
        : find(failure, UnreadableStateException.class).map(e -> e);
  }

  /** The task whose store failed; empty if the failure does not name it. */
  static Optional<TaskId> task(Throwable failure) {
    for (Throwable cause : Causes.chain(failure)) {
      Matcher path = TASK_IN_PATH.matcher(String.valueOf(cause.getMessage()));
      if (path.find()) {
        return Optional.of(TaskId.parse(path.group(1)));
      }
    }
    return find(failure, StreamsException.class).flatMap(StreamsException::taskId);
  }

  private static <T> Optional<T> find(Throwable failure, Class<T> type) {
    return Causes.chain(failure).stream().filter(type::isInstance).map(type::cast).findFirst();
  }
}
