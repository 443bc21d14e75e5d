package io.laserstreams.runtime.streams.order;

import static io.laserstreams.runtime.streams.order.Events.FACTS;
import static io.laserstreams.runtime.streams.order.Events.FACTS_0;
import static io.laserstreams.runtime.streams.order.Events.QUESTIONS_0;
import static io.laserstreams.runtime.streams.order.Events.fact;
import static io.laserstreams.runtime.streams.order.Events.question;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReadAheadTest {
  private static final long SECOND = 1_000;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final PendingPrerequisites pending = Events.prerequisites();
  private final Broker broker = new Broker();
  private final Consumer<byte[], byte[]> consumer =
      OrderedConsumer.around(
          broker,
          broker,
          pending,
          new OrderMetrics(registry),
          () -> Instant.ofEpochMilli(7 * SECOND));

  /** Returns the end offsets even of records that cannot be fetched yet. */
  private static final class Broker extends MockConsumer<byte[], byte[]> {
    private boolean silent;

    Broker() {
      super("earliest");
    }

    @Override
    public Map<TopicPartition, Long> endOffsets(
        Collection<TopicPartition> partitions, Duration timeout) {
      if (silent) {
        throw new TimeoutException("no answer");
      }
      return super.endOffsets(partitions, timeout);
    }
  }

  @BeforeEach
  void subscribe() {
    consumer.subscribe(
        List.of(Events.QUESTIONS, FACTS),
        new ConsumerRebalanceListener() {
          @Override
          public void onPartitionsRevoked(Collection<TopicPartition> partitions) {}

          @Override
          public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}
        });
    broker.updateBeginningOffsets(Map.of(QUESTIONS_0, 0L, FACTS_0, 0L));
    broker.updateEndOffsets(Map.of(FACTS_0, 0L));
    broker.rebalance(List.of(QUESTIONS_0, FACTS_0));
  }

  @Test
  void shouldReturnAQuestionOnlyWithTheFactsThatTheBrokerHas() {
    broker.addRecord(question(0, "ann", 10));
    broker.updateEndOffsets(Map.of(FACTS_0, 3L));
    fetchedLater(List.of(fact(0, "bob", 7), fact(1, "ann", 8)));
    fetchedLater(List.of(fact(2, "ann", 9)));
    ConsumerRecords<byte[], byte[]> polled = poll();
    assertEquals(List.of(0L), offsets(polled, QUESTIONS_0));
    assertEquals(List.of(0L, 1L, 2L), offsets(polled, FACTS_0));
    assertEquals(Map.of(QUESTIONS_0, 1L, FACTS_0, 3L), nextOffsets(polled));
    assertEquals(1, count("laser.order.behind"));
    assertEquals(Set.of(), broker.paused());
  }

  @Test
  void shouldRequestEndOffsetsOnceAndReadNothingAheadIfNothingIsBehind() {
    broker.addRecord(question(0, "ann", 10));
    ConsumerRecords<byte[], byte[]> polled = poll();
    assertEquals(List.of(0L), offsets(polled, QUESTIONS_0));
    assertEquals(0, count("laser.order.behind"));
    assertEquals(1, registry.get("laser.order.wait").timer().count());
  }

  @Test
  void shouldNotReadFurtherQuestionsBeforeTheFacts() {
    broker.addRecord(question(0, "ann", 10));
    broker.updateEndOffsets(Map.of(FACTS_0, 1L));
    broker.schedulePollTask(() -> {});
    broker.schedulePollTask(() -> broker.addRecord(question(1, "ann", 11)));
    fetchedLater(List.of(fact(0, "ann", 9)));
    assertEquals(List.of(0L), offsets(poll(), QUESTIONS_0));
    assertEquals(List.of(1L), offsets(poll(), QUESTIONS_0));
  }

  @Test
  void shouldSeekBackToAQuestionIfTheBrokerDoesNotReturnEndOffsets() {
    broker.addRecord(question(0, "ann", 10));
    broker.addRecord(fact(0, "bob", 9));
    broker.silent = true;
    ConsumerRecords<byte[], byte[]> polled = poll();
    assertEquals(List.of(), offsets(polled, QUESTIONS_0));
    assertEquals(List.of(0L), offsets(polled, FACTS_0), "facts are not delayed");
    assertEquals(
        Map.of(FACTS_0, 1L), nextOffsets(polled), "nothing is committed beyond the question");
    assertEquals(0, broker.position(QUESTIONS_0));
    assertEquals(1, count("laser.order.unanswered"));
  }

  @Test
  void shouldReturnInABacklogWhatTheFactsHavePassedByTheirTimestamps() {
    long far = ReadAhead.MAX_CLOCK_SKEW.toMillis();
    for (int i = 0; i < 3; i++) {
      broker.addRecord(question(i, "ann", i * far));
    }
    broker.updateEndOffsets(Map.of(FACTS_0, 1_000_000L));
    for (int i = 0; i < 500; i++) {
      broker.addRecord(fact(i, "bob", far + 1 + i));
    }
    ConsumerRecords<byte[], byte[]> polled = poll();
    assertEquals(List.of(0L), offsets(polled, QUESTIONS_0));
    assertEquals(Map.of(QUESTIONS_0, 1L, FACTS_0, 500L), nextOffsets(polled));
    assertEquals(1, broker.position(QUESTIONS_0));
    assertEquals(0, count("laser.order.unproven"));
  }

  @Test
  void shouldReadAheadABoundedNumberOfFactsAndThenReturnOneQuestion() {
    broker.addRecord(question(0, "ann", 10));
    broker.addRecord(question(1, "ann", 11));
    broker.updateEndOffsets(Map.of(FACTS_0, 1_000_000L));
    broker.setMaxPollRecords(4_000);
    fetchedLater(IntStream.range(0, 40_000).mapToObj(i -> fact(i, "bob", 10)).toList());
    ConsumerRecords<byte[], byte[]> polled = poll();
    assertEquals(
        List.of(0L), offsets(polled, QUESTIONS_0), "or Kafka Streams would wait for it forever");
    assertTrue(offsets(polled, FACTS_0).size() < ReadAhead.MAX_AHEAD + 4_000);
    assertEquals(1, broker.position(QUESTIONS_0));
    assertEquals(1, count("laser.order.unproven"));
  }

  @Test
  void shouldKeepWhatItReadWhenAPollFails() {
    broker.addRecord(question(0, "ann", 10));
    broker.updateEndOffsets(Map.of(FACTS_0, 1L));
    broker.schedulePollTask(() -> {});
    broker.schedulePollTask(
        () -> broker.setPollException(new KafkaException("of the second poll")));
    assertThrows(KafkaException.class, this::poll);
    assertEquals(Set.of(), broker.paused());
    broker.addRecord(fact(0, "ann", 9));
    ConsumerRecords<byte[], byte[]> polled = poll();
    assertEquals(List.of(0L), offsets(polled, QUESTIONS_0));
    assertEquals(List.of(0L), offsets(polled, FACTS_0));
  }

  @Test
  void shouldDropWhatItReadOfAPartitionRevokedMeanwhile() {
    broker.addRecord(question(0, "ann", 10));
    broker.updateEndOffsets(Map.of(FACTS_0, 1L));
    broker.schedulePollTask(() -> {});
    broker.schedulePollTask(() -> broker.rebalance(List.of()));
    ConsumerRecords<byte[], byte[]> polled = poll();
    assertTrue(polled.isEmpty());
    assertEquals(Map.of(), polled.nextOffsets());
  }

  @Test
  void shouldDropWhatItReadAfterASeek() {
    broker.addRecord(question(0, "ann", 10));
    broker.updateEndOffsets(Map.of(FACTS_0, 1L));
    broker.schedulePollTask(() -> {});
    broker.schedulePollTask(
        () -> broker.setPollException(new KafkaException("of the second poll")));
    assertThrows(KafkaException.class, this::poll);
    consumer.seek(QUESTIONS_0, 0);
    broker.addRecord(fact(0, "ann", 9));
    assertEquals(List.of(), offsets(poll(), QUESTIONS_0));
  }

  @Test
  void shouldReadAheadDespiteAPauseAndRestorePauses() {
    consumer.pause(List.of(FACTS_0));
    broker.addRecord(question(0, "ann", 10));
    broker.updateEndOffsets(Map.of(FACTS_0, 1L));
    fetchedLater(List.of(fact(0, "ann", 9)));
    assertEquals(List.of(0L), offsets(poll(), FACTS_0));
    assertEquals(Set.of(FACTS_0), broker.paused());
    assertEquals(Set.of(FACTS_0), consumer.paused());
    consumer.resume(List.of(FACTS_0));
    assertEquals(Set.of(), broker.paused());
  }

  @Test
  void shouldReportUntilWhenFactsAreProcessed() {
    broker.addRecord(fact(0, "ann", 9));
    broker.addRecord(question(0, "ann", 10));
    broker.updateEndOffsets(Map.of(FACTS_0, 1L));
    poll();
    assertEquals(Long.MIN_VALUE, pending.processedUntil(FACTS, 0, 9 * SECOND));
    pending.on(0).of(FACTS).processedBefore(1);
    assertEquals(7 * SECOND, pending.processedUntil(FACTS, 0, 9 * SECOND));
  }

  @Test
  void shouldRethrowWhatTheConsumerThrows() {
    broker.setPollException(new KafkaException("as it is"));
    assertEquals("as it is", assertThrows(KafkaException.class, this::poll).getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> consumer.position(new TopicPartition("of-others", 0)));
  }

  /** The poll after the next one returns these. */
  private void fetchedLater(List<ConsumerRecord<byte[], byte[]>> facts) {
    broker.schedulePollTask(() -> {});
    broker.schedulePollTask(() -> facts.forEach(broker::addRecord));
  }

  private ConsumerRecords<byte[], byte[]> poll() {
    return consumer.poll(Duration.ZERO);
  }

  private double count(String counter) {
    return registry.get(counter).counter().count();
  }

  private static List<Long> offsets(
      ConsumerRecords<byte[], byte[]> polled, TopicPartition partition) {
    return StreamSupport.stream(polled.records(partition).spliterator(), false)
        .map(ConsumerRecord::offset)
        .toList();
  }

  private static Map<TopicPartition, Long> nextOffsets(ConsumerRecords<byte[], byte[]> polled) {
    return polled.nextOffsets().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().offset()));
  }
}
