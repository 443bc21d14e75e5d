package io.laserstreams.worker.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Decides when a request in this worker's hands may be worked on. Requests are worked on side by
 * side. One on its last two deliveries is a suspect: it, or one that was in hand with it, may have
 * killed its workers. It is tried alone, when all that was in hand with it is acknowledged and
 * before anything else is taken, so that a death is its own.
 *
 * <p>Suspects that wait for their turn lose a delivery with the death of the one being tried. So
 * the least often delivered are tried first, and those that were delivered equally often in the
 * order of their places at even counts and against it at odd ones: what lies on one side of a
 * culprit is cleared by the first trial, what lies on the other by the second.
 *
 * <p>One for all deliveries of a process. Thread-safe.
 */
public final class RequestScheduler {
  /**
   * Longer than a poll that was under way when the first suspect came: what it brings has its turn,
   * too.
   */
  private static final Duration SETTLING = Duration.ofMillis(500);

  private static final int TRIALS = 2;

  private final int firstTrial;
  private final int lastTrial;
  private final LongSupplier nanoTime;
  private final Map<RequestPosition, Entry> inHand = new HashMap<>();
  private long lastEntry;

  private record Entry(RequestPosition place, int deliveries, boolean suspect, boolean started) {}

  /**
   * @param mostDeliveries a request that was delivered more often is a dead letter without being
   *     worked on, and no suspect
   */
  public RequestScheduler(int mostDeliveries, LongSupplier nanoTime) {
    this.firstTrial = Math.max(2, mostDeliveries - TRIALS + 1);
    this.lastTrial = mostDeliveries;
    this.nanoTime = requireNonNull(nanoTime, "nanoTime is null");
  }

  /** A request was delivered, {@code deliveries} times by now. */
  synchronized void enter(RequestPosition place, int deliveries) {
    inHand.put(
        place,
        new Entry(place, deliveries, deliveries >= firstTrial && deliveries <= lastTrial, false));
    lastEntry = nanoTime.getAsLong();
  }

  /** Whether work on it may start, which then counts as started. */
  synchronized boolean start(RequestPosition place) {
    Entry entry = inHand.get(place);
    boolean may =
        entry.suspect()
            ? isNextSuspect(entry)
            : inHand.values().stream().noneMatch(other -> other.suspect() && other.started());
    if (may) {
      inHand.put(place, new Entry(place, entry.deliveries(), entry.suspect(), true));
    }
    return may;
  }

  private boolean isNextSuspect(Entry entry) {
    return nanoTime.getAsLong() - lastEntry >= SETTLING.toNanos()
        && inHand.values().stream().allMatch(other -> other.suspect() && !other.started())
        && inHand.values().stream().min(RequestScheduler::order).filter(entry::equals).isPresent();
  }

  private static int order(Entry one, Entry other) {
    Comparator<Entry> byPlace = Comparator.comparing(Entry::place);
    return Comparator.comparingInt(Entry::deliveries)
        .thenComparing(one.deliveries() % 2 == 0 ? byPlace : byPlace.reversed())
        .compare(one, other);
  }

  /** Its acknowledgement is durable, or it is given back. */
  synchronized void leave(RequestPosition place) {
    inHand.remove(place);
  }

  /** While there are, nothing else is to be taken from the topic. */
  synchronized boolean suspectsInHand() {
    return inHand.values().stream().anyMatch(Entry::suspect);
  }
}
