package io.laserstreams.runtime.streams.order;

import static io.laserstreams.runtime.streams.order.Events.FACTS;
import static io.laserstreams.runtime.streams.order.Events.FACTS_0;
import static io.laserstreams.runtime.streams.order.Events.QUESTIONS_0;
import static io.laserstreams.runtime.streams.order.Events.fact;
import static io.laserstreams.runtime.streams.order.Events.question;
import static io.laserstreams.runtime.streams.order.Events.read;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PendingPrerequisitesTest {
  private final PendingPrerequisites pending = Events.prerequisites();

  @Test
  void shouldLeaveTimesAloneWithoutAConsumer() {
    assertEquals(100, pending.timestamps().extract(read(question(0, "ann", 100)), -1));
    assertEquals(5_000, pending.processedUntil(FACTS, 0, 5_000));
  }

  @Test
  void shouldOrderAQuestionAfterItsFactsAndAfterWhatTheyWaitBehind() {
    pending.onAssigned(FACTS_0);
    add(List.of(fact(0, "fast-clock", 500), fact(1, "ann", 90), fact(2, "bob", 700)));
    assertEquals(501, time(question(0, "ann", 100)));
    assertEquals(100, time(question(1, "carl", 100)), "none of his facts waits");
    assertEquals(600, time(question(2, "bob", 600)), "his fact is from after the question");
    assertEquals(
        500,
        pending.timestamps().extract(read(fact(0, "fast-clock", 500)), -1),
        "facts keep their times");
  }

  @Test
  void shouldNotWaitForWhatKafkaStreamsHasProcessed() {
    pending.onAssigned(FACTS_0);
    add(List.of(fact(0, "fast-clock", 500), fact(1, "ann", 90), fact(2, "bob", 700)));
    pending.timestamps().extract(read(fact(1, "ann", 90)), -1);
    assertEquals(100, time(question(0, "ann", 100)));
    pending.timestamps().extract(read(fact(2, "bob", 700)), -1);
    assertEquals(100, time(question(1, "ann", 100)));
  }

  @Test
  void shouldReportNothingProcessedBeforeTheFirstEndOffsets() {
    pending.onAssigned(QUESTIONS_0);
    assertEquals(Long.MIN_VALUE, pending.processedUntil(FACTS, 0, 5_000));
    pending.on(0).of(FACTS).readBefore(0);
    pending.on(0).of(FACTS).endedAt(0, 4_000);
    assertEquals(4_000, pending.processedUntil(FACTS, 0, 5_000));
    assertEquals(3_000, pending.processedUntil(FACTS, 0, 3_000));
  }

  @Test
  void shouldStartAgainAfterAnAssignmentOrASeek() {
    pending.onAssigned(FACTS_0);
    add(List.of(fact(0, "fast-clock", 500), fact(1, "ann", 90)));
    pending.onSeek(FACTS_0);
    assertEquals(100, time(question(0, "ann", 100)));
    add(List.of(fact(0, "fast-clock", 500), fact(1, "ann", 90)));
    pending.onAssigned(new TopicPartition("of-another-task", 0));
    assertEquals(501, time(question(0, "ann", 100)));
    pending.onAssigned(FACTS_0);
    assertEquals(100, time(question(0, "ann", 100)));
  }

  private long time(ConsumerRecord<byte[], byte[]> question) {
    return pending.timestamps().extract(read(question), -1);
  }

  private void add(List<ConsumerRecord<byte[], byte[]>> facts) {
    facts.forEach(pending.on(0).of(FACTS)::added);
  }
}
