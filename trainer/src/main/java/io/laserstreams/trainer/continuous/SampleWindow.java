package io.laserstreams.trainer.continuous;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The samples that the trainer has in memory: of each partition a contiguous range of offsets, in
 * two parts.
 *
 * <pre>
 *   replayFrom        trainedTo        position
 *       | trained on,     | not yet        |
 *       | may be replayed | trained on     |
 * </pre>
 *
 * <p>Three offsets a partition are therefore all that a checkpoint must remember; the samples
 * themselves are read again. The newest share of what was not yet trained on is held back to
 * evaluate a candidate, and is trained on in a later round. At most {@code replayed} trained
 * samples are kept; the one with the oldest event time at the head of a partition is dropped first.
 * Not thread-safe.
 *
 * @param <S> a sample
 */
final class SampleWindow<S> {
  private final int replayed;
  private final ToLongFunction<S> eventTime;
  private final Comparator<S> order;
  private final Map<Integer, PartitionSamples<S>> partitions = new TreeMap<>();
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

  /** Adds a partition, to be read from {@code offsets.replayFrom()}. */
  void open(int partition, PartitionOffsets offsets) {
    if (partitions.putIfAbsent(partition, new PartitionSamples<>(offsets)) != null) {
      throw new IllegalStateException("Partition " + partition + " is open already");
    }
  }

  /**
   * Adds the next record of a partition.
   *
   * @param sample null for a record that cannot be used, whose offset is passed
   */
  void add(int partition, long offset, @Nullable S sample) {
    PartitionSamples<S> samples = partition(partition);
    if (offset < samples.position) {
      throw new IllegalStateException(
          "Offset %d of partition %d comes after %d"
              .formatted(offset, partition, samples.position - 1));
    }
    samples.position = offset + 1;
    if (sample == null) {
      return;
    }
    if (offset < samples.trainedTo) {
      samples.trained.add(new Positioned<>(offset, sample));
    } else {
      samples.fresh.add(new Positioned<>(offset, sample));
      arrived += offset >= samples.resumeAt ? 1 : 0;
    }
  }

  /** The partition has been read up to {@code position}, whether or not records were there. */
  void advanceTo(int partition, long position) {
    PartitionSamples<S> samples = partition(partition);
    samples.position = Math.max(samples.position, position);
  }

  /** Whether everything that a checkpoint had in memory has been read again. */
  boolean recovered() {
    return partitions.values().stream().allMatch(samples -> samples.position >= samples.resumeAt);
  }

  /** Samples that arrived since the last round. */
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
    partitions.forEach(
        (partition, samples) -> {
          int trained = samples.fresh.size() - (int) Math.ceil(share * samples.fresh.size());
          long to = samples.position;
          int index = 0;
          for (Positioned<S> fresh : samples.fresh) {
            if (index++ < trained) {
              train.add(fresh.sample);
            } else {
              to = Math.min(to, fresh.offset);
              heldBack.add(fresh.sample);
            }
          }
          trainTo.put(partition, to);
        });
    train.sort(order);
    heldBack.sort(order);
    return new Split<>(train, heldBack, trainTo);
  }

  /** The samples trained on in earlier rounds, in the order of time. */
  List<S> replay() {
    List<S> all = new ArrayList<>();
    partitions
        .values()
        .forEach(samples -> samples.trained.forEach(trained -> all.add(trained.sample)));
    all.sort(order);
    return Collections.unmodifiableList(all);
  }

  /** Ends a round: its training part may now be replayed. */
  void markTrained(Split<S> split) {
    split.trainTo.forEach(
        (partition, to) -> {
          PartitionSamples<S> samples = partition(partition);
          while (!samples.fresh.isEmpty() && samples.fresh.getFirst().offset < to) {
            samples.trained.add(samples.fresh.removeFirst());
          }
          samples.trainedTo = to;
        });
    arrived = 0;
    dropOldest();
  }

  /** What a checkpoint must remember, by partition. */
  Map<Integer, PartitionOffsets> offsets() {
    Map<Integer, PartitionOffsets> offsets = new TreeMap<>();
    partitions.forEach((partition, samples) -> offsets.put(partition, samples.offsets()));
    return offsets;
  }

  private void dropOldest() {
    Collection<PartitionSamples<S>> all = partitions.values();
    int excess = all.stream().mapToInt(samples -> samples.trained.size()).sum() - replayed;
    for (; excess > 0; excess--) {
      all.stream()
          .filter(samples -> !samples.trained.isEmpty())
          .min(Comparator.comparingLong(this::headTime))
          .orElseThrow()
          .trained
          .removeFirst();
    }
  }

  private long headTime(PartitionSamples<S> samples) {
    return eventTime.applyAsLong(samples.trained.getFirst().sample);
  }

  private PartitionSamples<S> partition(int partition) {
    PartitionSamples<S> samples = partitions.get(partition);
    if (samples == null) {
      throw new IllegalStateException(
          "Partition " + partition + " was not opened; open are " + partitions.keySet());
    }
    return samples;
  }

  /**
   * What a round works on, both parts in the order of time.
   *
   * @param train to train on now
   * @param heldBack to evaluate with now and to train on later
   * @param trainTo by partition, the first offset that is not in {@code train}
   */
  record Split<S>(List<S> train, List<S> heldBack, Map<Integer, Long> trainTo) {}

  private record Positioned<S>(long offset, S sample) {}

  private static final class PartitionSamples<S> {
    private final ArrayDeque<Positioned<S>> trained = new ArrayDeque<>();
    private final ArrayDeque<Positioned<S>> fresh = new ArrayDeque<>();
    private final long resumeAt;
    private long trainedTo;
    private long position;

    private PartitionSamples(PartitionOffsets offsets) {
      this.trainedTo = offsets.trainedTo();
      this.resumeAt = offsets.position();
      this.position = offsets.replayFrom();
    }

    private PartitionOffsets offsets() {
      long replayFrom = trained.isEmpty() ? trainedTo : trained.getFirst().offset;
      return new PartitionOffsets(replayFrom, trainedTo, position);
    }
  }
}
