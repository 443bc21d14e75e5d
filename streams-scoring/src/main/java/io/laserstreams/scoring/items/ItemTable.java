package io.laserstreams.scoring.items;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.features.FeatureSpec.Encoder;
import io.laserstreams.runtime.deadletter.BadRecordException;
import io.laserstreams.runtime.deadletter.KeyPartition;
import io.laserstreams.runtime.metrics.SharedMeters;
import io.laserstreams.runtime.streams.PartitionCounts;
import io.laserstreams.runtime.table.TableListener;
import io.laserstreams.runtime.table.TableRecord;
import io.laserstreams.schema.Item;
import io.laserstreams.schema.Knowledge;
import io.laserstreams.schema.SubjectKind;
import io.laserstreams.schema.rule.RecordRules;
import io.laserstreams.schema.rule.Versions;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the item store up to date with the topics of items and item knowledge, and notifies of each
 * changed item.
 *
 * <p>Items and their knowledge only move forward: a record with an older {@code updatedAt}, or an
 * older position, changes nothing and is counted. A tombstone makes an item unknown, even if there
 * is knowledge about it; after it, any version counts.
 */
public final class ItemTable implements TableListener<SpecificRecord> {
  private final ItemStore store;
  private final String itemTopic;
  private final PartitionCounts partitions;
  private final RecordRules rules;
  private final InstantSource clock;
  private final Supplier<@Nullable Encoder> expected;
  private final Consumer<String> changed;
  private final Counter staleItems;
  private final Counter staleKnowledge;

  /**
   * @param itemTopic the topic of items; records of other topics are item knowledge
   * @param expected supplies the encoder whose vectors the serving model reads, null if none
   * @param changed is notified of the id of an item after it has changed in the store
   */
  public ItemTable(
      ItemStore store,
      String itemTopic,
      PartitionCounts partitions,
      RecordRules rules,
      InstantSource clock,
      Supplier<@Nullable Encoder> expected,
      Consumer<String> changed,
      MeterRegistry registry) {
    this.store = requireNonNull(store, "store is null");
    this.itemTopic = requireNonNull(itemTopic, "itemTopic is null");
    this.partitions = requireNonNull(partitions, "partitions is null");
    this.rules = requireNonNull(rules, "rules is null");
    this.clock = requireNonNull(clock, "clock is null");
    this.expected = requireNonNull(expected, "expected is null");
    this.changed = requireNonNull(changed, "changed is null");
    this.staleItems = SharedMeters.staleVersions(registry, "item");
    this.staleKnowledge = SharedMeters.staleVersions(registry, "item-knowledge");
  }

  @Override
  public void take(TableRecord<SpecificRecord> record) {
    KeyPartition.require(record.key(), record.partition(), partitions.of(record.topic()));
    TopicPartition from = new TopicPartition(record.topic(), record.partition());
    boolean replaced =
        record.topic().equals(itemTopic) ? putItem(record, from) : putKnowledge(record, from);
    if (replaced) {
      changed.accept(record.key());
    }
  }

  @Override
  public void topicRecreated(String topic) {
    Set<String> deleted =
        topic.equals(itemTopic) ? store.deleteDescriptions(topic) : store.deleteKnowledge(topic);
    deleted.forEach(changed);
  }

  private boolean putItem(TableRecord<SpecificRecord> record, TopicPartition from) {
    Item item = (Item) record.value();
    rules.check(record.key(), item, clock.millis()).ifPresent(BadRecordException::refuse);
    ItemDescription before = store.description(record.key());
    boolean older =
        item != null
            && before != null
            && !Versions.replaces(item.getUpdatedAt(), before.updatedAt());
    ItemDescription next =
        item == null
            ? null
            : new ItemDescription(item.getCategories(), item.getFields(), item.getUpdatedAt());
    // An ignored record is written, too: as the known version with the new offset.
    store.putDescription(record.key(), older ? before : next, from, record.offset());
    staleItems.increment(older ? 1 : 0);
    return !older;
  }

  private boolean putKnowledge(TableRecord<SpecificRecord> record, TopicPartition from) {
    ItemKnowledge knowledge = knowledge(record);
    ItemKnowledge before = store.knowledge(record.key());
    boolean older = knowledge != null && before != null && knowledge.position() < before.position();
    store.putKnowledge(record.key(), older ? before : knowledge, from, record.offset());
    staleKnowledge.increment(older ? 1 : 0);
    return !older;
  }

  private @Nullable ItemKnowledge knowledge(TableRecord<SpecificRecord> record) {
    Knowledge knowledge = (Knowledge) record.value();
    rules
        .check(record.key(), knowledge, SubjectKind.ITEM, clock.millis())
        .ifPresent(BadRecordException::refuse);
    if (knowledge == null) {
      return null;
    }
    return new ItemKnowledge(
        knowledge.getPosition(),
        knowledge.getBasedOnEventTime(),
        KnowledgeVectors.of(knowledge, expected.get()));
  }
}
