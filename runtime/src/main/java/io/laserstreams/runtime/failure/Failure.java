package io.laserstreams.runtime.failure;

import io.laserstreams.runtime.App.Health;
import io.laserstreams.schema.serde.RegistryUnavailableException;
import io.laserstreams.schema.serde.UnregisteredSchemaException;
import java.io.FileNotFoundException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.FileSystemException;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * What an exception means to the person who started the command or the app; decided here for all of
 * them.
 *
 * @param mendable whether that person can put it right, on the command line, in the configuration
 *     or on the cluster
 * @param sentence why it failed, down to the root cause, in one line
 */
public record Failure(boolean mendable, String sentence) {
  private static final List<Class<? extends Throwable>> MENDABLE =
      List.of(
          ConfigException.class,
          UnsupportedBrokerException.class,
          UnregisteredSchemaException.class,
          RegistryUnavailableException.class,
          AuthenticationException.class,
          AuthorizationException.class,
          InvalidConfigurationException.class,
          TimeoutException.class,
          FileSystemException.class,
          FileNotFoundException.class);
  private static final List<Class<? extends Throwable>> OUTAGES =
      List.of(
          RetriableException.class,
          ConnectException.class,
          NoRouteToHostException.class,
          SocketTimeoutException.class,
          UnknownHostException.class);

  /**
   * What Kafka's clients say if none of the brokers' host names is known, which may come with the
   * brokers.
   */
  private static final String NO_KNOWN_HOST = "No resolvable bootstrap urls";

  /** Decides by the exception and its causes. */
  public static Failure of(Throwable failure) {
    return of(failure, List.of());
  }

  /**
   * @param alsoMendable the caller's own exceptions that a person can put right, whose messages say
   *     everything
   */
  public static Failure of(Throwable failure, Collection<Class<? extends Throwable>> alsoMendable) {
    List<Class<? extends Throwable>> types =
        Stream.concat(MENDABLE.stream(), alsoMendable.stream()).toList();
    boolean mendable =
        Causes.chain(failure).stream().anyMatch(link -> Causes.wraps(link) || is(link, types));
    if (is(failure, List.copyOf(alsoMendable))) {
      return new Failure(true, Causes.oneLine(String.valueOf(failure.getMessage())));
    }
    String causes = Causes.of(failure);
    String type = failure.getClass().getSimpleName();
    return new Failure(mendable, mendable || causes.equals(type) ? causes : type + ": " + causes);
  }

  /**
   * The health of an app that has failed by this.
   *
   * @param what has failed, for example "Cannot start"
   */
  public Health health(String what) {
    String detail = what + ": " + sentence;
    return mendable ? Health.misconfigured(detail) : Health.failed(detail);
  }

  /** Whether somebody else does not answer, and may later. */
  public static boolean isOutage(Throwable failure) {
    return Causes.chain(failure).stream()
        .anyMatch(
            link ->
                is(link, OUTAGES)
                    || (link instanceof ConfigException
                        && String.valueOf(link.getMessage()).startsWith(NO_KNOWN_HOST)));
  }

  private static boolean is(Throwable link, List<Class<? extends Throwable>> types) {
    return types.stream().anyMatch(type -> type.isInstance(link));
  }
}
