package io.laserstreams.scoring.items;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.features.FeatureSpec.Encoder;
import io.laserstreams.runtime.deadletter.BadRecordException;
import io.laserstreams.runtime.deadletter.KeyPartition;
import io.laserstreams.runtime.streams.PartitionCounts;
import io.laserstreams.runtime.table.TableListener;
import io.laserstreams.runtime.table.TableRecord;
import io.laserstreams.schema.Item;
import io.laserstreams.schema.Knowledge;
import io.laserstreams.schema.SubjectKind;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Keeps the item store up to date with the topics of items and item knowledge, and tells of each item that changed.
 *
 * <p>The newest record of an item counts; its knowledge only moves forward: a record with an older position changes nothing. A
 * tombstone of an item makes it unknown, whatever is known about it.
 */
public final class ItemTable implements TableListener<SpecificRecord> {
  private final ItemStore store;
  private final String itemTopic;
  private final PartitionCounts partitions;
  private final Supplier<Encoder> expected;
  private final Consumer<String> changed;

  /**
   * @param itemTopic the topic of items; what comes from elsewhere is item knowledge
   * @param expected tells the encoder whose vectors the serving model reads, or null
   * @param changed is told the id of an item after it was changed in the store
   */
  public ItemTable(ItemStore store, String itemTopic, PartitionCounts partitions, Supplier<Encoder> expected,
      Consumer<String> changed) {
    this.store = requireNonNull(store, "store is null");
    this.itemTopic = requireNonNull(itemTopic, "itemTopic is null");
    this.partitions = requireNonNull(partitions, "partitions is null");
    this.expected = requireNonNull(expected, "expected is null");
    this.changed = requireNonNull(changed, "changed is null");
  }

  @Override
  public void take(TableRecord<SpecificRecord> record) {
    KeyPartition.require(record.key(), record.partition(), partitions.of(record.topic()));
    TopicPartition from = new TopicPartition(record.topic(), record.partition());
    if (record.topic().equals(itemTopic)) {
      store.putDescription(record.key(), description(record), from, record.offset());
    } else {
      ItemKnowledge knowledge = knowledge(record);
      ItemKnowledge before = store.knowledge(record.key());
      boolean older = knowledge != null && before != null && knowledge.position() < before.position();
      store.putKnowledge(record.key(), older ? before : knowledge, from, record.offset());
    }
    changed.accept(record.key());
  }

  private static ItemDescription description(TableRecord<SpecificRecord> record) {
    if (record.deleted()) {
      return null;
    }
    Item item = (Item) record.value();
    requireKey(record.key(), item.getItemId());
    return new ItemDescription(item.getCategories(), item.getFields(), item.getUpdatedAt());
  }

  private ItemKnowledge knowledge(TableRecord<SpecificRecord> record) {
    if (record.deleted()) {
      return null;
    }
    Knowledge knowledge = (Knowledge) record.value();
    requireKey(record.key(), knowledge.getSubjectId());
    if (knowledge.getSubjectKind() != SubjectKind.ITEM) {
      throw new BadRecordException("wrong-subject", "Knowledge of " + knowledge.getSubjectKind() + " '" + knowledge.getSubjectId()
          + "' is on the topic of item knowledge");
    }
    return new ItemKnowledge(knowledge.getPosition(), knowledge.getBasedOnEventTime(), Vectors.of(knowledge, expected.get()));
  }

  private static void requireKey(String key, String itemId) {
    if (!key.equals(itemId)) {
      throw new BadRecordException("wrong-key", "The record's key is '" + key + "' but its value is about item '" + itemId + "'");
    }
  }
}
