package io.laserstreams.tools.backfill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.learning.dataset.Dataset;
import io.laserstreams.learning.dataset.DatasetReader;
import io.laserstreams.learning.dataset.description.Descriptions;
import io.laserstreams.schema.Interaction;
import io.laserstreams.schema.InteractionKind;
import io.laserstreams.schema.serde.AvroDeserializer;
import io.laserstreams.testsupport.InMemorySchemas;
import io.laserstreams.tools.client.RecordPublisher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackfillPublisherTest {
  private static final long HOUR = 3_600_000;

  @TempDir Path folder;

  private final InMemorySchemas schemas = new InMemorySchemas();
  private final MockProducer<String, byte[]> producer =
      new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
  private final RecordPublisher publisher = new RecordPublisher(producer, schemas, "past.");

  /** How many records had been sent at each wait; negative for a wait for the catalogue. */
  private final List<Integer> waits = new ArrayList<>();

  private final AwaitedApp follower =
      new AwaitedApp() {
        @Override
        public void awaitCatalogue() {
          waits.add(-producer.history().size());
        }

        @Override
        public void awaitInteractions() {
          waits.add(producer.history().size());
        }
      };

  @Test
  void shouldSendInTheOrderOfEventTimesWhateverTheFilesOrder() throws IOException {
    backfill(all(read("b,x,5,7200", "a,x,4,3601", "b,y,,3600", "a,y,3,3600")), HOUR).interactions();
    assertEquals(
        List.of("a-y-3600001", "a-x-3601001", "b-x-7200001"),
        sent().stream()
            .map(act -> act.getUserId() + "-" + act.getItemId() + "-" + act.getEventTime())
            .toList());
  }

  @Test
  void shouldNameNoImpressionAndLeaveOutItemsThatWereOnlyShown() throws IOException {
    BackfillSource source = all(read("a,x,5,10", "a,y,,20", "a,z,2,30"));
    backfill(source, HOUR).interactions();
    assertEquals(2, source.interactions());
    assertEquals(
        List.of(
            "users.csv covers 1 of 1 users (100 %)",
            "1 candidates that were only shown are left out."),
        source.notes());
    assertEquals(
        List.of("plays-a-0-rating", "plays-a-2-rating"),
        sent().stream().map(Interaction::getInteractionId).toList());
    for (Interaction interaction : sent()) {
      assertNull(interaction.getImpressionId());
      assertEquals(InteractionKind.RATING, interaction.getKind());
    }
  }

  @Test
  void shouldPublishItemsThatWereOnlyShownIfTheyCount() throws IOException {
    BackfillSource source =
        DatasetSource.of(read("a,x,5,10", "a,y,,20"), Long.MAX_VALUE, Long.MAX_VALUE, true);
    backfill(source, HOUR).interactions();
    assertEquals(2, source.interactions());
    assertEquals(
        List.of(InteractionKind.RATING, InteractionKind.SHOWN),
        sent().stream().map(Interaction::getKind).toList());
    assertEquals(List.of("users.csv covers 1 of 1 users (100 %)"), source.notes());
  }

  @Test
  void shouldContinueWhereItWasInterrupted() throws IOException {
    BackfillSource source = all(read("a,x,5,3600", "b,y,5,7200", "a,z,5,7300"));
    BackfillPublisher.Result result =
        new BackfillPublisher(
                source, Set.of("plays-a-0-rating", "plays-b-0-rating"), HOUR, publisher, follower)
            .interactions();
    assertEquals(
        List.of("plays-a-1-rating"), sent().stream().map(Interaction::getInteractionId).toList());
    assertEquals(2, result.skipped());
    assertEquals(List.of(0, 1), waits, "what was there before is waited for, too");
  }

  @Test
  void shouldBeginNoEpochBeforeEverythingOfTheOneBeforeIsCounted() throws IOException {
    BackfillPublisher backfill =
        backfill(
            all(read("a,x,5,3600", "b,x,5,7199", "a,y,5,7200", "b,y,5,36000", "a,z,5,36001")),
            HOUR);
    backfill.catalogue();
    BackfillPublisher.Result result = backfill.interactions();
    assertEquals(List.of(-5, 7, 8, 10), waits, "2 users and 3 items, then 2, 1 and 2 interactions");
    assertEquals(3, result.epochs());
    assertEquals(5, result.interactions());
  }

  @Test
  void shouldEndAtTheTimeOrTheNumber() throws IOException {
    Dataset data = read("a,x,5,3600", "a,y,5,7200", "b,z,5,7201");
    assertEquals(2, DatasetSource.of(data, 7_200_001, Long.MAX_VALUE, false).interactions());
    assertEquals(1, DatasetSource.of(data, 7_200_000, Long.MAX_VALUE, false).interactions());
    assertEquals(1, DatasetSource.of(data, Long.MAX_VALUE, 1, false).interactions());
    assertEquals(List.of(3_600_001L, 7_200_001L, 7_201_001L), all(data).times().boxed().toList());
  }

  @Test
  void shouldGiveTheSameIdsWhenTheFilesHaveGrown() throws IOException {
    backfill(all(read("a,x,5,3600", "b,y,5,7200")), HOUR).interactions();
    List<Interaction> before = sent();
    producer.clear();
    backfill(all(read("a,x,5,3600", "b,y,5,7200", "a,z,5,7300")), HOUR).interactions();
    assertEquals(before, sent().subList(0, 2));
  }

  @Test
  void shouldReportWhatCouldNotBeWritten() {
    producer.sendException = new KafkaException("disk full");
    KafkaException failure =
        assertThrows(
            KafkaException.class, () -> backfill(all(read("a,x,5,3600")), HOUR).interactions());
    assertTrue(failure.getMessage().contains("disk full"), failure.getMessage());
    assertEquals(List.of(), waits);
  }

  private BackfillPublisher backfill(BackfillSource source, long epochMillis) {
    return new BackfillPublisher(source, Set.of(), epochMillis, publisher, follower);
  }

  private static BackfillSource all(Dataset data) {
    return DatasetSource.of(data, Long.MAX_VALUE, Long.MAX_VALUE, false);
  }

  private List<Interaction> sent() {
    var values = new AvroDeserializer<>(schemas, Interaction.class);
    return producer.history().stream()
        .filter(record -> record.topic().equals("past.interactions"))
        .map(
            (ProducerRecord<String, byte[]> record) ->
                values.deserialize(record.topic(), record.value()))
        .toList();
  }

  /** Rows of user, item, stars and second. */
  private Dataset read(String... rows) throws IOException {
    Files.writeString(
        folder.resolve("plays.csv"), "user,item,stars,at\n" + String.join("\n", rows));
    Files.writeString(folder.resolve("users.csv"), "user,age\n" + column(rows, 0, ",18"));
    Files.writeString(
        folder.resolve("plays.yaml"),
        """
        name: plays
        interactions:
          {file: plays.csv, user: user, item: item, value: stars, time: {column: at, unit: seconds}}
        users: {file: users.csv, id: user, fields: {age: age}}
        label: {above: 3}
        """);
    return DatasetReader.read(Descriptions.read(folder.resolve("plays.yaml").toString()), folder);
  }

  private static String column(String[] rows, int column, String rest) {
    return String.join(
        "\n",
        Arrays.stream(rows).map(row -> row.split(",", -1)[column] + rest).distinct().toList());
  }
}
