package io.laserstreams.scoring.stream;

import io.laserstreams.crm.bytes.UnreadableBytesException;
import io.laserstreams.crm.streaming.item.EpochSums;
import io.laserstreams.crm.streaming.item.ItemStatisticsTable;
import io.laserstreams.crm.streaming.item.ItemSums;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import io.laserstreams.runtime.deadletter.BadRecordException;
import io.laserstreams.schema.ItemContribution;
import io.laserstreams.schema.ItemStatistics;
import io.laserstreams.scoring.features.OwnedItemStatistics;
import io.laserstreams.scoring.features.StatisticsRepublisher;
import io.laserstreams.scoring.items.ItemKey;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Adds the contributions of all partitions to an item's statistics, and publishes the result. If
 * the topic of statistics was recreated, it publishes the statistics of all its items again.
 */
final class ItemSumsProcessor
    implements Processor<String, ItemContribution, String, SpecificRecord> {
  private static final int MAX_REPUBLISHED_PER_ROUND = 10_000;

  private final ScoringParts parts;
  private ProcessorContext<String, SpecificRecord> context;
  private OwnedItemStatistics items;

  ItemSumsProcessor(ScoringParts parts) {
    this.parts = parts;
  }

  @Override
  public void init(ProcessorContext<String, SpecificRecord> newContext) {
    context = newContext;
    items = parts.ownedItems(context);
    StatisticsRepublisher republisher = parts.statisticsRepublisher(context);
    context.schedule(
        parts.publishInterval(),
        PunctuationType.WALL_CLOCK_TIME,
        now ->
            parts
                .statisticsTopic()
                .ifPresent(
                    topic ->
                        republisher.publish(
                            topic, MAX_REPUBLISHED_PER_ROUND, item -> publish(item, now))));
  }

  @Override
  public void process(Record<String, ItemContribution> record) {
    ItemContribution contribution = RecordValidator.requireValue(record.value());
    ItemKey.require(record.key(), contribution.getItemId());
    long now = context.currentSystemTimeMs();
    publish(add(contribution, now), now);
    parts.commits().soon(context);
  }

  @Override
  public void close() {
    parts.commits().forget(context);
  }

  private void publish(ItemStatistics item, long now) {
    context.forward(new Record<>(item.getItemId(), item, now));
  }

  private ItemStatistics add(ItemContribution contribution, long now) {
    try {
      ItemSums sums = ItemSums.read(contribution.getSums().duplicate());
      requireOfEpoch(sums, contribution.getEpoch(), now);
      return items.add(contribution.getItemId(), contribution.getEpoch(), sums);
    } catch (UnreadableBytesException | ArithmeticException e) {
      throw new BadRecordException(
          "bad-sums",
          "A contribution to item '"
              + contribution.getItemId()
              + "' cannot be used: "
              + e.getMessage());
    }
  }

  private void requireOfEpoch(ItemSums sums, long epoch, long now) {
    StreamingSettings settings = parts.features().settings();
    if (sums.count() == 0 || ItemStatisticsTable.epochOf(sums.firstTime(), settings) != epoch) {
      throw new UnreadableBytesException(
          ("%d interactions from time %d on are not of epoch %d; is features.epoch.ms the same in"
                  + " all instances?")
              .formatted(sums.count(), sums.firstTime(), epoch));
    }
    parts.statisticsTimes().requireUntil(now, EpochSums.NONE.plus(epoch, sums, settings), settings);
  }
}
