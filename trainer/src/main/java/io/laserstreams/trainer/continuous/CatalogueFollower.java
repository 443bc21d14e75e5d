package io.laserstreams.trainer.continuous;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.deadletter.BadRecordException;
import io.laserstreams.runtime.table.TableListener;
import io.laserstreams.runtime.table.TableRecord;
import io.laserstreams.schema.Item;
import io.laserstreams.schema.Knowledge;
import io.laserstreams.schema.SubjectKind;
import io.laserstreams.schema.rule.RecordRules;
import java.time.InstantSource;
import org.apache.avro.specific.SpecificRecord;

/**
 * Keeps the catalogue up to date with the topics of items and item knowledge, under the same rules
 * as scoring.
 */
final class CatalogueFollower implements TableListener<SpecificRecord> {
  private final ItemCatalogue catalogue;
  private final String itemTopic;
  private final RecordRules rules;
  private final InstantSource clock;

  /**
   * @param itemTopic the topic of items; records of any other topic are item knowledge
   */
  CatalogueFollower(
      ItemCatalogue catalogue, String itemTopic, RecordRules rules, InstantSource clock) {
    this.catalogue = requireNonNull(catalogue, "catalogue is null");
    this.itemTopic = requireNonNull(itemTopic, "itemTopic is null");
    this.rules = requireNonNull(rules, "rules is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  @Override
  public void take(TableRecord<SpecificRecord> record) {
    if (record.topic().equals(itemTopic)) {
      Item item = (Item) record.value();
      rules.check(record.key(), item, clock.millis()).ifPresent(BadRecordException::refuse);
      catalogue.item(record.key(), item);
    } else {
      Knowledge knowledge = (Knowledge) record.value();
      rules
          .check(record.key(), knowledge, SubjectKind.ITEM, clock.millis())
          .ifPresent(BadRecordException::refuse);
      catalogue.knowledge(record.key(), knowledge);
    }
  }

  @Override
  public void topicRecreated(String topic) {
    if (topic.equals(itemTopic)) {
      catalogue.forgetItems();
    } else {
      catalogue.forgetKnowledge();
    }
  }
}
