package io.laserstreams.scoring.model;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.bundle.InvalidBundleException;
import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.features.StreamingValues;
import io.laserstreams.crm.features.UserFeatures;
import io.laserstreams.crm.features.Vocabulary;
import io.laserstreams.crm.item.ItemFeatures;
import io.laserstreams.crm.scoring.Device;
import io.laserstreams.crm.scoring.Scorer;
import io.laserstreams.crm.streaming.StreamingFeatures;
import io.laserstreams.crm.streaming.factors.FittedItems;
import io.laserstreams.scoring.items.ItemKnowledge;
import io.laserstreams.scoring.items.Items;
import io.laserstreams.scoring.items.StoredItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * A model and its rows of all items, which are swapped together. Any number of threads may score;
 * one at a time changes rows.
 *
 * <p>Memory: {@link Scorer#rowWidth} floats and about 150 bytes per item; as much again for items
 * that were requested as of a time before their knowledge.
 */
public final class ServingModel {
  private static final int BATCH = 256;

  private final Scorer scorer;
  private final Items items;
  private final Vocabulary knownIds;
  private final @Nullable StreamingFeatures features;
  private final FittedItems fittedItems;
  private final ItemRow unknown;
  private final Map<String, ItemRow> rows = new ConcurrentHashMap<>();

  /**
   * Rows of ids that the model has learnt but the item table does not have; bounded by the
   * vocabulary.
   */
  private final Map<String, ItemRow> unlisted = new ConcurrentHashMap<>();

  /** Rows of items as if there were no knowledge about them. */
  private final Map<String, ItemRow> withoutKnowledge = new ConcurrentHashMap<>();

  private final ReadWriteLock life = new ReentrantReadWriteLock();
  private boolean closed;

  private ServingModel(ModelBundle bundle, Scorer scorer, Items items) {
    this.scorer = scorer;
    this.items = requireNonNull(items, "items is null");
    this.knownIds = bundle.vocabularies().items();
    FeatureSpec.Streaming streaming = bundle.spec().streaming();
    this.features = streaming == null ? null : StreamingFeatures.of(streaming);
    this.fittedItems = new FittedItems(bundle.fittedFactors(), this::features);
    this.unknown = unknownRow("");
  }

  /**
   * Loads a model and computes the rows of all items.
   *
   * @throws InvalidBundleException if the model cannot be run
   */
  static ServingModel open(ModelBundle bundle, Device device, Items items) {
    Scorer scorer = Scorer.open(bundle, device);
    try {
      ServingModel model = new ServingModel(bundle, scorer, items);
      model.computeAllRows();
      return model;
    } catch (RuntimeException e) {
      scorer.close();
      throw e;
    }
  }

  public String version() {
    return scorer.version();
  }

  public FeatureSpec spec() {
    return scorer.spec();
  }

  /** Number of items with a row. */
  public int itemCount() {
    return rows.size();
  }

  /** The item's row; it uses no knowledge that is based on events at or after the time. */
  public ItemRow row(String itemId, long eventTime) {
    ItemRow row = rows.get(itemId);
    if (row == null) {
      return knownIds.row(itemId) == Vocabulary.UNKNOWN
          ? unknown
          : unlisted.computeIfAbsent(itemId, this::unknownRow);
    }
    return row.isFrom(eventTime)
        ? row
        : withoutKnowledge.computeIfAbsent(itemId, this::rowWithoutKnowledge);
  }

  /** Computes the streaming features that the model reads; empty if it reads none. */
  public Optional<StreamingFeatures> features() {
    return Optional.ofNullable(features);
  }

  /** The items in the bundle's fitted factors. */
  public FittedItems fittedItems() {
    return fittedItems;
  }

  /** See {@link Scorer#logits}. */
  public float[] logits(
      UserFeatures user,
      List<float[]> historyRows,
      List<float[]> candidateRows,
      @Nullable StreamingValues streaming) {
    return scorer.logits(user, historyRows, candidateRows, streaming);
  }

  private @Nullable ItemFeatures features(String itemId) {
    StoredItem item = items.get(itemId);
    return item == null ? null : item.features(item.vectorFor(spec()));
  }

  /** Applies a change in the item table. */
  void itemChanged(String itemId) {
    StoredItem item = items.get(itemId);
    if (item == null) {
      rows.remove(itemId);
    } else {
      compute(List.of(item));
    }
    withoutKnowledge.remove(itemId);
    fittedItems.changed(itemId);
  }

  /** Enters the model unless it is closed; a caller that has entered must {@link #leave}. */
  boolean enter() {
    if (!life.readLock().tryLock()) {
      return false;
    }
    if (closed) {
      life.readLock().unlock();
      return false;
    }
    return true;
  }

  void leave() {
    life.readLock().unlock();
  }

  /** Waits for callers to leave, then frees the model. */
  void close() {
    life.writeLock().lock();
    try {
      closed = true;
      scorer.close();
    } finally {
      life.writeLock().unlock();
    }
  }

  private void computeAllRows() {
    List<StoredItem> batch = new ArrayList<>(BATCH);
    items.forEach(
        item -> {
          batch.add(item);
          if (batch.size() == BATCH) {
            compute(batch);
            batch.clear();
          }
        });
    compute(batch);
  }

  private void compute(List<StoredItem> batch) {
    List<ItemFeatures> features = new ArrayList<>(batch.size());
    for (StoredItem item : batch) {
      features.add(item.features(item.vectorFor(spec())));
    }
    float[][] numbers = scorer.itemRows(features);
    for (int i = 0; i < numbers.length; i++) {
      StoredItem item = batch.get(i);
      ItemKnowledge knowledge = features.get(i).knowledge() == null ? null : item.knowledge();
      rows.put(item.itemId(), new ItemRow(numbers[i], true, used(knowledge)));
    }
  }

  private static ItemRow.@Nullable Knowledge used(@Nullable ItemKnowledge knowledge) {
    return knowledge == null
        ? null
        : new ItemRow.Knowledge(knowledge.position(), knowledge.basedOn());
  }

  private ItemRow rowWithoutKnowledge(String itemId) {
    StoredItem item = items.get(itemId);
    return item == null
        ? unknownRow(itemId)
        : new ItemRow(scorer.itemRows(List.of(item.features(null)))[0], true, null);
  }

  private ItemRow unknownRow(String itemId) {
    return new ItemRow(scorer.itemRows(List.of(ItemFeatures.unknown(itemId)))[0], false, null);
  }
}
