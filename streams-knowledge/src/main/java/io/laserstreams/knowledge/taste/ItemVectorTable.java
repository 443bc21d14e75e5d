package io.laserstreams.knowledge.taste;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.table.TableListener;
import io.laserstreams.runtime.table.TableRecord;
import io.laserstreams.schema.Knowledge;
import io.laserstreams.schema.KnowledgeVector;
import io.laserstreams.schema.SubjectKind;
import io.laserstreams.schema.rule.RecordRules;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * All items' vectors of one encoder in memory, read from the topic of item knowledge and projected.
 * Every instance has all of them, since a user's history holds items of any partition. Some 200
 * bytes per item; beyond the bound further items are refused and counted, and drift is measured
 * without them. Written by one thread, read by any.
 */
public final class ItemVectorTable implements ItemVectors, TableListener<Optional<Knowledge>> {
  private final String encoderId;
  private final int maxItems;
  private final RecordRules rules;
  private final InstantSource clock;
  private final Map<String, byte[]> vectors = new ConcurrentHashMap<>();
  private final AtomicLong refused = new AtomicLong();

  /** Whole numbers: the same in whatever order the items came. */
  private final long[] sums = new long[RandomProjection.DIMENSIONS];

  private volatile float[] mean = new float[RandomProjection.DIMENSIONS];

  public ItemVectorTable(
      String encoderId,
      int maxItems,
      RecordRules rules,
      InstantSource clock,
      MeterRegistry registry) {
    this.encoderId = requireNonNull(encoderId, "encoderId is null");
    this.maxItems = maxItems;
    this.rules = requireNonNull(rules, "rules is null");
    this.clock = requireNonNull(clock, "clock is null");
    Gauge.builder("laser.drift.items", vectors, Map::size)
        .description("Items whose vectors are in memory, to measure the drift of tastes")
        .register(registry);
    FunctionCounter.builder("laser.drift.items.refused", refused, AtomicLong::get)
        .description("Records of item knowledge not taken because drift.items.max are in memory")
        .register(registry);
  }

  @Override
  public byte @Nullable [] find(String itemId) {
    return vectors.get(itemId);
  }

  @Override
  public float[] mean() {
    return mean;
  }

  @Override
  public int space() {
    return encoderId.hashCode();
  }

  /**
   * A tombstone removes the item; a record that is unreadable, invalid or without a vector of the
   * encoder changes nothing.
   */
  @Override
  public void take(TableRecord<Optional<Knowledge>> record) {
    Optional<Knowledge> readable = record.value();
    if (readable == null) {
      replace(record.key(), null);
      return;
    }
    readable
        .filter(item -> rules.check(record.key(), item, SubjectKind.ITEM, clock.millis()).isEmpty())
        .flatMap(this::vector)
        .ifPresent(vector -> put(record.key(), vector));
  }

  @Override
  public void topicRecreated(String topic) {
    vectors.keySet().forEach(itemId -> replace(itemId, null));
  }

  private Optional<byte[]> vector(Knowledge item) {
    return item.getVectors().stream()
        .filter(vector -> vector.getEncoderId().equals(encoderId))
        .map(KnowledgeVector::getValues)
        .filter(values -> values.stream().allMatch(Float::isFinite))
        .findFirst()
        .map(RandomProjection::project);
  }

  private void put(String itemId, byte[] vector) {
    if (vectors.size() >= maxItems && !vectors.containsKey(itemId)) {
      refused.incrementAndGet();
    } else {
      replace(itemId, vector);
    }
  }

  private void replace(String itemId, byte @Nullable [] vector) {
    byte[] before = vector == null ? vectors.remove(itemId) : vectors.put(itemId, vector);
    add(vector, 1);
    add(before, -1);
    float[] latest = new float[sums.length];
    int items = Math.max(1, vectors.size());
    for (int i = 0; i < sums.length; i++) {
      latest[i] = (float) sums[i] / items;
    }
    mean = latest;
  }

  private void add(byte @Nullable [] vector, int times) {
    if (vector != null) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] += (long) times * vector[i];
      }
    }
  }
}
