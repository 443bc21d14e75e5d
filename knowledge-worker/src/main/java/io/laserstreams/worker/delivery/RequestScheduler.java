package io.laserstreams.worker.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Decides when work on a request held by this worker may start. Requests are handled in parallel,
 * except for suspects: a request on its last two deliveries is one, since it, or a request held
 * together with it, may have killed its workers. A suspect is tried alone, after all other requests
 * held are acknowledged and before any further one is fetched, so that only it can be the cause of
 * a death.
 *
 * <p>Waiting suspects lose a delivery when the one being tried kills the worker. So those delivered
 * least often are tried first, and those delivered equally often in ascending order of position at
 * even counts and in descending order at odd ones: the requests on one side of a culprit are
 * cleared in the first trial, those on the other side in the second.
 *
 * <p>One for all deliveries of a process. Thread-safe.
 */
public final class RequestScheduler {
  /**
   * Longer than a poll in progress when the first suspect came: the requests it returns are
   * scheduled, too.
   */
  private static final Duration SETTLING = Duration.ofMillis(500);

  private static final int TRIALS = 2;

  private final int firstTrial;
  private final int lastTrial;
  private final LongSupplier nanoTime;
  private final Map<RequestPosition, Held> held = new HashMap<>();
  private long lastAdded;

  private record Held(RequestPosition position, int deliveries, boolean suspect, boolean started) {}

  /**
   * @param maxDeliveries a request that was delivered more often becomes a dead letter without
   *     being handled, and is no suspect
   */
  public RequestScheduler(int maxDeliveries, LongSupplier nanoTime) {
    this.firstTrial = Math.max(2, maxDeliveries - TRIALS + 1);
    this.lastTrial = maxDeliveries;
    this.nanoTime = requireNonNull(nanoTime, "nanoTime is null");
  }

  /** Adds a request that was delivered {@code deliveries} times, including this time. */
  synchronized void add(RequestPosition position, int deliveries) {
    boolean suspect = deliveries >= firstTrial && deliveries <= lastTrial;
    held.put(position, new Held(position, deliveries, suspect, false));
    lastAdded = nanoTime.getAsLong();
  }

  /** Starts the request if work on it may start; returns whether it did. */
  synchronized boolean tryStart(RequestPosition position) {
    Held request = requireNonNull(held.get(position), "the request was not added");
    boolean may =
        request.suspect()
            ? isNextSuspect(request)
            : held.values().stream().noneMatch(other -> other.suspect() && other.started());
    if (may) {
      held.put(position, new Held(position, request.deliveries(), request.suspect(), true));
    }
    return may;
  }

  private boolean isNextSuspect(Held request) {
    return nanoTime.getAsLong() - lastAdded >= SETTLING.toNanos()
        && held.values().stream().allMatch(other -> other.suspect() && !other.started())
        && held.values().stream().min(RequestScheduler::order).filter(request::equals).isPresent();
  }

  private static int order(Held one, Held other) {
    Comparator<Held> byPosition = Comparator.comparing(Held::position);
    return Comparator.comparingInt(Held::deliveries)
        .thenComparing(one.deliveries() % 2 == 0 ? byPosition : byPosition.reversed())
        .compare(one, other);
  }

  /** Removes a request whose acknowledgement is durable, or which is given back. */
  synchronized void remove(RequestPosition position) {
    held.remove(position);
  }

  /** Whether this worker holds suspects; until it holds none, fetch no further requests. */
  synchronized boolean holdsSuspects() {
    return held.values().stream().anyMatch(Held::suspect);
  }
}
