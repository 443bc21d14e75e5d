package io.laserstreams.cluster;

import io.laserstreams.runtime.failure.Causes;
import io.laserstreams.runtime.failure.UserException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TimeoutException;

/** Waits for a broker's answers and turns refusals into messages for people. */
public final class Answers {
  private Answers() {}

  /**
   * The answer.
   *
   * @param what completes "Cannot ...", for example {@code create topic laser.items}
   * @throws UserException where the broker refuses or does not answer
   */
  public static <T> T await(KafkaFuture<T> answer, String what) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      String reason =
          cause instanceof TimeoutException
              ? "no broker answers. Check bootstrap.servers and that the broker runs. ("
                  + cause.getMessage()
                  + ")"
              : Causes.of(cause);
      throw new UserException("Cannot " + what + ": " + reason, cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserException("Interrupted: could not " + what, e);
    }
  }
}
