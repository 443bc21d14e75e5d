package io.laserstreams.runtime;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One of the four applications, alone in its process or beside others in one.
 *
 * <p>Life cycle: constructed from configuration, {@link #start} once, {@link #close} once. After
 * {@code start} returns, the app works in threads of its own; {@link #health} may be called from
 * any thread at any time.
 */
public interface App extends AutoCloseable {
  /** Short name, for example {@code scoring}. */
  String name();

  /**
   * Starts the app and returns; what takes long continues in the background and shows in {@link
   * #health}.
   */
  void start();

  Health health();

  /** The port of metrics and health; empty if there is none, or not yet. */
  default OptionalInt httpPort() {
    return OptionalInt.empty();
  }

  /** Stops cleanly; waits until threads and native memory are gone. */
  @Override
  void close();

  /** Whether the app is alive, and whether it does its work. */
  record Health(State state, String detail) {
    /** What an app does now. */
    public enum State {
      /** Not yet able to work: restoring, loading, waiting for its broker. */
      STARTING,
      /** Working. */
      READY,
      /** Has stopped and will not work again without help. */
      FAILED,
      /** Cannot work with this configuration, or on this cluster as it is set up. */
      MISCONFIGURED,
      /** Closed, or being closed. */
      CLOSED
    }

    public static Health starting(String detail) {
      return new Health(State.STARTING, detail);
    }

    public static Health ready(String detail) {
      return new Health(State.READY, detail);
    }

    public static Health failed(String detail) {
      return new Health(State.FAILED, detail);
    }

    public static Health misconfigured(String detail) {
      return new Health(State.MISCONFIGURED, detail);
    }

    public static Health closed() {
      return new Health(State.CLOSED, "closed");
    }

    /** The health of a whole: the worst state of its parts, with the details of those in it. */
    public static Health ofParts(Health... parts) {
      for (State state :
          List.of(State.FAILED, State.MISCONFIGURED, State.CLOSED, State.STARTING, State.READY)) {
        List<Health> same = Stream.of(parts).filter(part -> part.state() == state).toList();
        if (!same.isEmpty()) {
          return new Health(
              state,
              same.stream().map(Health::detail).distinct().collect(Collectors.joining("; ")));
        }
      }
      throw new IllegalArgumentException("Health of no parts");
    }

    public boolean live() {
      return state == State.STARTING || state == State.READY;
    }

    public boolean ready() {
      return state == State.READY;
    }
  }
}
