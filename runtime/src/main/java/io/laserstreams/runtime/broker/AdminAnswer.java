package io.laserstreams.runtime.broker;

import io.laserstreams.runtime.failure.Causes;
import io.laserstreams.runtime.failure.UserException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TimeoutException;

/** Waits for the brokers' answers to an admin client. */
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

  /**
   * The answer, for commands: errors become messages for the person who runs them.
   *
   * @param what completes "Cannot ...", for example {@code create topic laser.items}
   * @throws UserException if the brokers refuse or do not answer
   */
  public static <T> T of(KafkaFuture<T> future, String what) {
    try {
      return of(future);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserException("Interrupted: could not " + what, e);
    } catch (TimeoutException e) {
      throw new UserException(
          "Cannot %s: no broker answers. Check bootstrap.servers and that the broker runs. (%s)"
              .formatted(what, e.getMessage()),
          e);
    } catch (RuntimeException e) {
      throw new UserException("Cannot " + what + ": " + Causes.of(e), e);
    }
  }
}
