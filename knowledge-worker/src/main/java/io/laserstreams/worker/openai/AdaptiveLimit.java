package io.laserstreams.worker.openai;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many requests may be in flight: between 1 and a maximum, by additive increase and
 * multiplicative decrease (Chiu and Jain 1989), as in TCP. Starts at the maximum. A server that is
 * overloaded, or slow, halves it, once for all requests that were in flight together; one more is
 * allowed after as many good answers as are allowed now, if so many were wanted. Thread-safe.
 */
final class AdaptiveLimit {
  /** What an answer says of the load. */
  enum Load {
    /** The server answers in time. */
    GOOD,
    /** It has too much to do. */
    TOO_HIGH,
    /** The answer does not tell. */
    UNKNOWN
  }

  /** The right to one request. */
  static final class Permit {
    private final long decreases;
    private final boolean atLimit;

    private Permit(long decreases, boolean atLimit) {
      this.decreases = decreases;
      this.atLimit = atLimit;
    }
  }

  private static final double DECREASE = 0.5;

  private final int max;
  private final ReentrantLock lock = new ReentrantLock(true);
  private final Condition changed = lock.newCondition();
  private double limit;
  private int inFlight;
  private long decreases;

  AdaptiveLimit(int max) {
    if (max < 1) {
      throw new IllegalArgumentException("max is " + max + ", must be at least 1");
    }
    this.max = max;
    this.limit = max;
  }

  /** Waits until a request may be sent. */
  Permit acquire() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (inFlight >= (int) limit) {
        changed.await();
      }
      inFlight++;
      return new Permit(decreases, inFlight >= (int) limit);
    } finally {
      lock.unlock();
    }
  }

  /** The request has ended. */
  void release(Permit permit, Load load) {
    requireNonNull(permit, "permit is null");
    lock.lock();
    try {
      inFlight--;
      if (load == Load.TOO_HIGH && permit.decreases == decreases) {
        limit = Math.max(1, limit * DECREASE);
        decreases++;
      } else if (load == Load.GOOD && permit.atLimit) {
        limit = Math.min(max, limit + 1 / limit);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** How many requests may be in flight now. */
  int current() {
    lock.lock();
    try {
      return (int) limit;
    } finally {
      lock.unlock();
    }
  }
}
