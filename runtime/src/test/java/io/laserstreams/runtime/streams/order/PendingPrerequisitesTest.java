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
  private final PendingPrerequisites lanes = Events.lanes();

  @Test
  void shouldLeaveTimesAloneWithoutAConsumer() {
    assertEquals(100, lanes.times().extract(read(question(0, "ann", 100)), -1));
    assertEquals(5_000, lanes.settled(FACTS, 0, 5_000));
  }

  @Test
  void shouldTakeAQuestionAfterItsFactsAndAfterWhatTheyWaitBehind() {
    lanes.assigned(FACTS_0);
    handed(fact(0, "fast-clock", 500), fact(1, "ann", 90), fact(2, "bob", 700));
    assertEquals(501, time(question(0, "ann", 100)));
    assertEquals(100, time(question(1, "carl", 100)), "nothing of his waits");
    assertEquals(600, time(question(2, "bob", 600)), "his fact is from after the question");
    assertEquals(
        500, lanes.times().extract(read(fact(0, "fast-clock", 500)), -1), "facts keep their times");
  }

  @Test
  void shouldNotWaitForWhatKafkaStreamsHasTaken() {
    lanes.assigned(FACTS_0);
    handed(fact(0, "fast-clock", 500), fact(1, "ann", 90), fact(2, "bob", 700));
    lanes.times().extract(read(fact(1, "ann", 90)), -1);
    assertEquals(100, time(question(0, "ann", 100)));
    lanes.times().extract(read(fact(2, "bob", 700)), -1);
    assertEquals(100, time(question(1, "ann", 100)));
  }

  @Test
  void shouldKnowNothingSettledBeforeTheBrokerWasAsked() {
    lanes.assigned(QUESTIONS_0);
    assertEquals(Long.MIN_VALUE, lanes.settled(FACTS, 0, 5_000));
    lanes.lane(0).of(FACTS).read(0);
    lanes.lane(0).of(FACTS).ended(0, 4_000);
    assertEquals(4_000, lanes.settled(FACTS, 0, 5_000));
    assertEquals(3_000, lanes.settled(FACTS, 0, 3_000));
  }

  @Test
  void shouldStartAnewWhereAPartitionMovesOrTheConsumerGoesElsewhere() {
    lanes.assigned(FACTS_0);
    handed(fact(0, "fast-clock", 500), fact(1, "ann", 90));
    lanes.moved(FACTS_0);
    assertEquals(100, time(question(0, "ann", 100)));
    handed(fact(0, "fast-clock", 500), fact(1, "ann", 90));
    lanes.assigned(new TopicPartition("of-another-task", 0));
    assertEquals(501, time(question(0, "ann", 100)));
    lanes.assigned(FACTS_0);
    assertEquals(100, time(question(0, "ann", 100)));
  }

  private long time(ConsumerRecord<byte[], byte[]> question) {
    return lanes.times().extract(read(question), -1);
  }

  @SafeVarargs
  private void handed(ConsumerRecord<byte[], byte[]>... facts) {
    List.of(facts).forEach(lanes.lane(0).of(FACTS)::handed);
  }
}
