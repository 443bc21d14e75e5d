package io.laserstreams.trainer.continuous;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.deadletter.BadRecordException;
import io.laserstreams.runtime.table.TableListener;
import io.laserstreams.runtime.table.TableRecord;
import io.laserstreams.schema.Item;
import io.laserstreams.schema.Knowledge;
import io.laserstreams.schema.SubjectKind;
import org.apache.avro.specific.SpecificRecord;

/** Keeps the catalogue up to date with the topics of items and item knowledge, by the rules by which scoring reads them. */
final class CatalogueFollower implements TableListener<SpecificRecord> {
  /** Longest id, in characters, as in scoring. */
  private static final int LONGEST_ID = 512;

  private final ItemCatalogue catalogue;
  private final String itemTopic;

  /** @param itemTopic the topic of items; what comes from elsewhere is item knowledge */
  CatalogueFollower(ItemCatalogue catalogue, String itemTopic) {
    this.catalogue = requireNonNull(catalogue, "catalogue is null");
    this.itemTopic = requireNonNull(itemTopic, "itemTopic is null");
  }

  @Override
  public void take(TableRecord<SpecificRecord> record) {
    if (record.topic().equals(itemTopic)) {
      Item item = (Item) record.value();
      require(record.key(), item == null ? record.key() : item.getItemId());
      catalogue.item(record.key(), item);
    } else {
      Knowledge knowledge = (Knowledge) record.value();
      require(record.key(), knowledge == null ? record.key() : knowledge.getSubjectId());
      if (knowledge != null && knowledge.getSubjectKind() != SubjectKind.ITEM) {
        throw new BadRecordException("wrong-subject", "Knowledge of " + knowledge.getSubjectKind() + " '" + knowledge.getSubjectId()
            + "' is on the topic of item knowledge");
      }
      catalogue.knowledge(record.key(), knowledge);
    }
  }

  private static void require(String key, String itemId) {
    if (!key.equals(itemId)) {
      throw new BadRecordException("wrong-key", "The record's key is '" + key + "' but its value is about item '" + itemId + "'");
    }
    if (itemId.isEmpty() || itemId.length() > LONGEST_ID) {
      throw new BadRecordException("bad-id", "The item's id has " + itemId.length() + " characters; ids have 1 to " + LONGEST_ID);
    }
  }
}
