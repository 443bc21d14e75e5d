package io.laserstreams.schema.release;

import static java.util.Objects.requireNonNull;

import io.laserstreams.schema.ModelDecision;
import io.laserstreams.schema.ModelRelease;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which release on the models topic is current. Without an operator's decision it is the newest one
 * by its version. A decision holds one release until the next decision, or withdraws releases. This
 * class alone decides, for scoring, trainer and tools.
 *
 * <p>Only the newest decision counts, and it is complete: nothing follows from earlier ones, which
 * compaction deletes. The release that a decision makes current is written again behind it in the
 * same transaction. So a reader that keeps only the current release, and asks {@link #replaces} at
 * each record, has the same one at the topic's end whether it read before or after compaction.
 *
 * @param held current until the next decision; null: the newest release that is not withdrawn
 * @param before releases that a rollback of the held one leads to, the last current one first
 * @param withdrawn releases that are current only if they are promoted
 * @param decided how this came about; null without a decision
 */
public record ReleaseChoice(
    @Nullable String held, List<String> before, Set<String> withdrawn, @Nullable Decided decided) {
  /** No decision: the newest release is current. */
  public static final ReleaseChoice NEWEST = new ReleaseChoice(null, List.of(), Set.of(), null);

  /** The key of the decision; no version can be named like this. */
  public static final String KEY = "/current";

  /**
   * How a decision came about.
   *
   * @param action promote, rollback, resume or withdraw
   */
  public record Decided(String action, String by, Instant at) {
    public Decided {
      requireNonNull(action, "action is null");
      requireNonNull(by, "by is null");
      requireNonNull(at, "at is null");
    }

    @Override
    public String toString() {
      return action + " by " + by + " at " + at;
    }
  }

  public ReleaseChoice {
    before = List.copyOf(before);
    withdrawn = Collections.unmodifiableSet(new LinkedHashSet<>(withdrawn));
  }

  static ReleaseChoice of(ModelDecision decision) {
    return new ReleaseChoice(
        decision.getHeld(),
        decision.getBefore(),
        new LinkedHashSet<>(decision.getWithdrawn()),
        new Decided(
            decision.getAction(),
            decision.getDecidedBy(),
            Instant.ofEpochMilli(decision.getDecidedAt())));
  }

  /**
   * The record of this decision.
   *
   * @throws IllegalStateException without a decision
   */
  public BundleChunks.Entry entry() {
    if (decided == null) {
      throw new IllegalStateException("nothing was decided");
    }
    return new BundleChunks.Entry(
        KEY,
        new ModelRelease(
            held == null ? "" : held,
            null,
            null,
            new ModelDecision(
                held,
                before,
                List.copyOf(withdrawn),
                decided.action(),
                decided.by(),
                decided.at().toEpochMilli())));
  }

  /** Whether an operator holds a release: later ones do not become current. */
  public boolean isHeld() {
    return held != null;
  }

  /**
   * Whether a release that arrives takes the place of the current one.
   *
   * @param current null if there is none
   */
  public boolean replaces(String version, @Nullable String current) {
    if (held != null) {
      return version.equals(held) && !version.equals(current);
    }
    return !withdrawn.contains(version)
        && (current == null || version.compareTo(current) > 0 || withdrawn.contains(current));
  }

  /** The current one of these releases; empty if none can be. */
  public Optional<String> current(Collection<String> released) {
    return inOrder(released).stream().findFirst();
  }

  /**
   * These releases in the order in which an instance that starts tries them, until one fits; those
   * that are withdrawn and not held are left out.
   */
  public List<String> inOrder(Collection<String> released) {
    LinkedHashSet<String> ordered = new LinkedHashSet<>();
    if (held != null) {
      ordered.add(held);
      ordered.addAll(before);
    }
    newestFirst(released).filter(version -> !withdrawn.contains(version)).forEach(ordered::add);
    ordered.retainAll(released);
    return List.copyOf(ordered);
  }

  /** Where a rollback leads, the first one first; empty if there is nowhere to go. */
  public List<String> earlier(Collection<String> released) {
    List<String> order = inOrder(released);
    if (order.isEmpty()) {
      return List.of();
    }
    String current = order.get(0);
    return current.equals(held)
        ? before.stream().filter(released::contains).toList()
        : order.subList(1, order.size());
  }

  /**
   * The releases that must stay on the topic: the held one, and the one that a rollback leads to.
   */
  public Set<String> kept(Collection<String> released) {
    Set<String> kept = new LinkedHashSet<>();
    if (held != null) {
      kept.add(held);
      earlier(released).stream().findFirst().ifPresent(kept::add);
    }
    return kept;
  }

  /** Holds a release; a rollback leads back to the one that is current now. */
  public ReleaseChoice promote(String version, Collection<String> released, String by, Instant at) {
    List<String> path = new ArrayList<>(earlier(released));
    current(released).ifPresent(current -> path.add(0, current));
    path.remove(version);
    Set<String> still = still(withdrawn, released);
    still.remove(version);
    return new ReleaseChoice(version, path, still, new Decided("promote", by, at));
  }

  /**
   * Holds the release that was current before, and withdraws the current one.
   *
   * @return empty if there is none to go back to
   */
  public Optional<ReleaseChoice> rollBack(Collection<String> released, String by, Instant at) {
    List<String> path = earlier(released);
    if (path.isEmpty()) {
      return Optional.empty();
    }
    Set<String> without = still(withdrawn, released);
    without.add(inOrder(released).get(0));
    return Optional.of(
        new ReleaseChoice(
            path.get(0), path.subList(1, path.size()), without, new Decided("rollback", by, at)));
  }

  /** Holds nothing any more: the newest release that is not withdrawn is current. */
  public ReleaseChoice resume(Collection<String> released, String by, Instant at) {
    return new ReleaseChoice(
        null, List.of(), still(withdrawn, released), new Decided("resume", by, at));
  }

  /** The same without a release that cannot be served. */
  public ReleaseChoice withdraw(
      String version, Collection<String> released, String by, Instant at) {
    Set<String> without = still(withdrawn, released);
    without.add(version);
    List<String> path = new ArrayList<>(before);
    path.remove(version);
    return new ReleaseChoice(
        version.equals(held) ? null : held, path, without, new Decided("withdraw", by, at));
  }

  private static Set<String> still(Set<String> withdrawn, Collection<String> released) {
    Set<String> still = new LinkedHashSet<>(withdrawn);
    still.retainAll(released);
    return still;
  }

  private static Stream<String> newestFirst(Collection<String> released) {
    return released.stream().distinct().sorted(Collections.reverseOrder());
  }
}
