package io.laserstreams.trainer.continuous;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * The samples that the trainer has in memory: of each partition a contiguous stretch of offsets, in
 * three parts.
 *
 * <pre>
 *   replayFrom        trainedTo        position
 *       | trained on,     | not yet        |
 *       | may be replayed | trained on     |
 * </pre>
 *
 * <p>Three offsets a partition therefore say everything that a checkpoint must remember; the
 * samples themselves are read again. The newest share of what was not yet trained on is held back
 * to judge a candidate, and is trained on in a later round. At most {@code replayed} trained
 * samples are kept; the one with the oldest event time at the head of a partition goes first. Not
 * thread-safe.
 *
 * @param <S> a sample
 */
final class SampleWindow<S> {
  private final int replayed;
  private final ToLongFunction<S> eventTime;
  private final Comparator<S> order;
  private final Map<Integer, Lane<S>> lanes = new TreeMap<>();
  private int arrived;

  /**
   * @param replayed how many samples that were trained on are kept
   * @param eventTime a sample's event time
   * @param id a sample's unique id, which with the event time gives an order that does not depend
   *     on how partitions interleave
   */
  SampleWindow(int replayed, ToLongFunction<S> eventTime, Function<S, String> id) {
    if (replayed < 0) {
      throw new IllegalArgumentException("replayed is " + replayed + "; it must be 0 or more");
    }
    this.replayed = replayed;
    this.eventTime = eventTime;
    this.order = Comparator.comparingLong(eventTime).thenComparing(id);
  }

  /**
   * Begins a partition where {@code stretch} says; a new partition begins with an empty stretch.
   */
  void open(int partition, Stretch stretch) {
    if (lanes.putIfAbsent(partition, new Lane<>(stretch)) != null) {
      throw new IllegalStateException("Partition " + partition + " is open already");
    }
  }

  /**
   * Takes the next record of a partition; a null sample is one that cannot be used, whose offset is
   * passed.
   */
  void add(int partition, long offset, S sample) {
    Lane<S> lane = lane(partition);
    if (offset < lane.read) {
      throw new IllegalStateException(
          "Offset " + offset + " of partition " + partition + " comes after " + (lane.read - 1));
    }
    lane.read = offset + 1;
    if (sample == null) {
      return;
    }
    if (offset < lane.trainedTo) {
      lane.trained.add(new Entry<>(offset, sample));
    } else {
      lane.fresh.add(new Entry<>(offset, sample));
      arrived += offset >= lane.resumeAt ? 1 : 0;
    }
  }

  /** The partition has been read up to {@code position}, whether or not records were there. */
  void passed(int partition, long position) {
    Lane<S> lane = lane(partition);
    lane.read = Math.max(lane.read, position);
  }

  /** Whether everything that a checkpoint had in memory is there again. */
  boolean recovered() {
    return lanes.values().stream().allMatch(lane -> lane.read >= lane.resumeAt);
  }

  /** Samples that came since the last round. */
  int arrived() {
    return arrived;
  }

  /**
   * Divides what was not yet trained on; the newest {@code share} of each partition is held back.
   */
  Split<S> split(double share) {
    List<S> train = new ArrayList<>();
    List<S> heldBack = new ArrayList<>();
    Map<Integer, Long> trainTo = new TreeMap<>();
    lanes.forEach(
        (partition, lane) -> {
          int held = (int) Math.ceil(share * lane.fresh.size());
          int index = 0;
          long to = lane.read;
          for (Entry<S> entry : lane.fresh) {
            if (index++ < lane.fresh.size() - held) {
              train.add(entry.sample);
            } else {
              to = Math.min(to, entry.offset);
              heldBack.add(entry.sample);
            }
          }
          trainTo.put(partition, to);
        });
    train.sort(order);
    heldBack.sort(order);
    return new Split<>(train, heldBack, trainTo);
  }

  /** The samples trained on in earlier rounds, in the order of their time. */
  List<S> replay() {
    List<S> all = new ArrayList<>();
    lanes.values().forEach(lane -> lane.trained.forEach(entry -> all.add(entry.sample)));
    all.sort(order);
    return Collections.unmodifiableList(all);
  }

  /** The round is over: its training part may now be replayed. */
  void trained(Split<S> split) {
    split.trainTo.forEach(
        (partition, to) -> {
          Lane<S> lane = lane(partition);
          while (!lane.fresh.isEmpty() && lane.fresh.peekFirst().offset < to) {
            lane.trained.add(lane.fresh.pollFirst());
          }
          lane.trainedTo = to;
        });
    arrived = 0;
    forgetOldest();
  }

  /** What a checkpoint must remember, by partition. */
  Map<Integer, Stretch> stretches() {
    Map<Integer, Stretch> stretches = new TreeMap<>();
    lanes.forEach(
        (partition, lane) -> {
          long from = lane.trained.isEmpty() ? lane.trainedTo : lane.trained.peekFirst().offset;
          stretches.put(partition, new Stretch(from, lane.trainedTo, lane.read));
        });
    return stretches;
  }

  private void forgetOldest() {
    int excess = lanes.values().stream().mapToInt(lane -> lane.trained.size()).sum() - replayed;
    for (; excess > 0; excess--) {
      Iterator<Lane<S>> candidates =
          lanes.values().stream().filter(lane -> !lane.trained.isEmpty()).iterator();
      Lane<S> oldest = candidates.next();
      while (candidates.hasNext()) {
        Lane<S> other = candidates.next();
        oldest = headTime(other) < headTime(oldest) ? other : oldest;
      }
      oldest.trained.pollFirst();
    }
  }

  private long headTime(Lane<S> lane) {
    return eventTime.applyAsLong(lane.trained.peekFirst().sample);
  }

  private Lane<S> lane(int partition) {
    Lane<S> lane = lanes.get(partition);
    if (lane == null) {
      throw new IllegalStateException(
          "Partition " + partition + " was not opened; open are " + lanes.keySet());
    }
    return lane;
  }

  /**
   * Offsets of one partition.
   *
   * @param replayFrom the oldest sample that may be replayed
   * @param trainedTo the first sample that was not trained on
   * @param position the next record to read
   */
  record Stretch(long replayFrom, long trainedTo, long position) {
    Stretch {
      if (replayFrom > trainedTo || trainedTo > position) {
        throw new IllegalArgumentException(
            "Offsets must not fall: " + replayFrom + ", " + trainedTo + ", " + position);
      }
    }

    static Stretch beginningAt(long offset) {
      return new Stretch(offset, offset, offset);
    }
  }

  /**
   * What a round works on, both parts in the order of time.
   *
   * @param train to train on now
   * @param heldBack to judge by now and to train on later
   * @param trainTo by partition, the first offset that is not in {@code train}
   */
  record Split<S>(List<S> train, List<S> heldBack, Map<Integer, Long> trainTo) {}

  private record Entry<S>(long offset, S sample) {}

  private static final class Lane<S> {
    private final ArrayDeque<Entry<S>> trained = new ArrayDeque<>();
    private final ArrayDeque<Entry<S>> fresh = new ArrayDeque<>();
    private final long resumeAt;
    private long trainedTo;
    private long read;

    private Lane(Stretch stretch) {
      this.trainedTo = stretch.trainedTo();
      this.resumeAt = stretch.position();
      this.read = stretch.replayFrom();
    }
  }
}
