package io.laserstreams.scoring.stream;

import io.laserstreams.crm.streaming.item.ItemSums;
import io.laserstreams.runtime.deadletter.BadRecordException;
import io.laserstreams.schema.ItemContribution;
import io.laserstreams.schema.ItemStatistics;
import io.laserstreams.scoring.features.OwnedItems;
import java.nio.BufferUnderflowException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Adds the contributions of all partitions to an item's statistics, and publishes what they are now. */
final class SumItem implements Processor<String, ItemContribution, String, SpecificRecord> {
  private final ScoringParts parts;
  private ProcessorContext<String, SpecificRecord> context;
  private OwnedItems items;

  SumItem(ScoringParts parts) {
    this.parts = parts;
  }

  @Override
  public void init(ProcessorContext<String, SpecificRecord> newContext) {
    context = newContext;
    items = parts.ownedItems(context);
  }

  @Override
  public void process(Record<String, ItemContribution> record) {
    ItemContribution contribution = parts.admission().present(record.value());
    if (!contribution.getItemId().equals(record.key())) {
      throw new BadRecordException("wrong-key",
          "The record's key is '" + record.key() + "' but its value is about item '" + contribution.getItemId() + "'");
    }
    ItemStatistics sums = items.add(record.key(), contribution.getEpoch(), sums(contribution));
    context.forward(new Record<>(record.key(), sums, context.currentSystemTimeMs()));
  }

  private static ItemSums sums(ItemContribution contribution) {
    try {
      return ItemSums.read(contribution.getSums().duplicate());
    } catch (IllegalStateException | BufferUnderflowException e) {
      throw new BadRecordException("bad-sums",
          "A contribution to item '" + contribution.getItemId() + "' cannot be read: " + e.getMessage());
    }
  }
}
