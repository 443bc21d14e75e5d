package io.laserstreams.runtime.broker;

import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaFuture;

/** Waits for what the brokers answer to an admin client. */
public final class AdminAnswer {
  private AdminAnswer() {}

  /** The answer; the brokers' errors are thrown as they are. */
  public static <T> T of(KafkaFuture<T> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    }
  }
}
