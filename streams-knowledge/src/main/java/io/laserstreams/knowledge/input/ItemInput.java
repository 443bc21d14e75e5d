package io.laserstreams.knowledge.input;

import static java.util.Objects.requireNonNull;

import io.laserstreams.knowledge.metrics.KnowledgeMetrics;
import io.laserstreams.knowledge.metrics.KnowledgeMetrics.Ignored;
import io.laserstreams.knowledge.request.ItemContents;
import io.laserstreams.knowledge.request.ItemContents.ItemContent;
import io.laserstreams.knowledge.subject.SubjectKey;
import io.laserstreams.runtime.deadletter.BadRecordException;
import io.laserstreams.runtime.streams.Decoding;
import io.laserstreams.schema.Item;
import io.laserstreams.schema.rule.RecordRules;
import io.laserstreams.schema.rule.Versions;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the content of items, from which requests are made. An item's position is the {@code
 * updatedAt} with which its title, text or categories last changed; a record older than the known
 * one is ignored. A tombstone deletes the item and its knowledge.
 */
public final class ItemInput implements Input {
  private final Decoding<Item> decoding;
  private final RecordRules rules;
  private final ItemContents items;
  private final ObjLongConsumer<SubjectKey> moved;
  private final Consumer<SubjectKey> forget;
  private final KnowledgeMetrics metrics;

  public ItemInput(
      Decoding<Item> decoding,
      RecordRules rules,
      ItemContents items,
      ObjLongConsumer<SubjectKey> moved,
      Consumer<SubjectKey> forget,
      KnowledgeMetrics metrics) {
    this.decoding = requireNonNull(decoding, "decoding is null");
    this.rules = requireNonNull(rules, "rules is null");
    this.items = requireNonNull(items, "items is null");
    this.moved = requireNonNull(moved, "moved is null");
    this.forget = requireNonNull(forget, "forget is null");
    this.metrics = requireNonNull(metrics, "metrics is null");
  }

  @Override
  public void process(String itemId, byte @Nullable [] value, RecordMetadata source, long now) {
    Item item = decoding.decode(itemId, value, source);
    rules.check(itemId, item, now).ifPresent(BadRecordException::refuse);
    if (item == null) {
      items.delete(itemId);
      forget.accept(SubjectKey.item(itemId));
      return;
    }
    put(
        itemId,
        new ItemContent(
            item.getTitle(),
            item.getText(),
            item.getCategories(),
            item.getFields(),
            item.getUpdatedAt(),
            item.getUpdatedAt()),
        now);
  }

  private void put(String itemId, ItemContent content, long now) {
    ItemContent known = items.get(itemId);
    if (known != null && !Versions.replaces(content.updatedAt(), known.updatedAt())) {
      metrics.staleItem();
    } else if (known != null && content.hasSameContent(known)) {
      items.put(itemId, known.confirmedBy(content));
    } else if (known != null && content.updatedAt() == known.changedAt()) {
      metrics.ignored(Ignored.ITEM_WITHOUT_NEW_TIME);
      items.put(itemId, content);
    } else {
      items.put(itemId, content);
      moved.accept(SubjectKey.item(itemId), now);
    }
  }
}
