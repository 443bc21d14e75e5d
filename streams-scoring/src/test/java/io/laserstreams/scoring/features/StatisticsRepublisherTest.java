package io.laserstreams.scoring.features;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.laserstreams.crm.history.ByteStore;
import io.laserstreams.crm.streaming.item.Contribution;
import io.laserstreams.crm.streaming.item.ItemSums;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import io.laserstreams.runtime.streams.store.TransactionalStores;
import io.laserstreams.schema.ItemStatistics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatisticsRepublisherTest {
  private static final Uuid FIRST = new Uuid(0, 1);
  private static final Uuid SECOND = new Uuid(0, 2);

  @TempDir private Path folder;
  private KeyValueStore<Bytes, byte[]> store;
  private OwnedItems owned;

  @BeforeEach
  void open() {
    MockProcessorContext<Void, Void> context =
        new MockProcessorContext<>(new Properties(), new TaskId(0, 0), folder.toFile());
    store =
        Stores.keyValueStoreBuilder(
                TransactionalStores.keyValueStore("item-sums"), Serdes.Bytes(), Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    store.init(context.getStateStoreContext(), store);
    owned =
        new OwnedItems(
            new ByteStore() {
              @Override
              public byte[] get(byte[] key) {
                return store.get(Bytes.wrap(key));
              }

              @Override
              public void put(byte[] key, byte[] value) {
                store.put(Bytes.wrap(key), value);
              }

              @Override
              public void delete(byte[] key) {
                store.delete(Bytes.wrap(key));
              }
            },
            StreamingSettings.DEFAULT);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void shouldPublishEverythingOnceForEachTopicALittleAtATime() {
    List<ItemStatistics> before = List.of(add("a", 1), add("b", 1), add("c", 2));

    StatisticsRepublisher republication = republication();
    assertEquals(before.subList(0, 2), published(republication, FIRST, 2));
    assertEquals(before.subList(2, 3), published(republication, FIRST, 2));
    assertEquals(List.of(), published(republication, FIRST, 2));
    assertEquals(List.of(), published(republication(), FIRST, 2), "after a restart");

    assertEquals(before, published(republication, SECOND, 10), "made again while it runs");
    assertEquals(List.of(), published(republication(), SECOND, 10));
  }

  @Test
  void shouldPublishWhatIsNewestAndGoOnAfterACrashInTheMiddle() {
    add("a", 1);
    add("b", 1);
    StatisticsRepublisher republication = republication();
    published(republication, FIRST, 1);
    ItemStatistics newest = add("b", 2);
    assertEquals(List.of(newest), published(republication, FIRST, 1));

    published(republication, SECOND, 1);
    assertEquals(2, published(republication(), SECOND, 10).size(), "from the beginning");
  }

  @Test
  void shouldNotTakeTheMarkForAnItem() {
    published(republication(), FIRST, 10);
    ItemStatistics item = add("a", 1);
    assertEquals(List.of(item), published(republication(), SECOND, 10));
    assertEquals(SECOND.toString(), new String(store.get(Bytes.wrap(new byte[0]))));
  }

  private StatisticsRepublisher republication() {
    return new StatisticsRepublisher(store, StreamingSettings.DEFAULT);
  }

  private static List<ItemStatistics> published(
      StatisticsRepublisher republication, Uuid topic, int most) {
    List<ItemStatistics> published = new ArrayList<>();
    republication.publish(topic, most, published::add);
    return published;
  }

  private ItemStatistics add(String item, long epoch) {
    Contribution liked = new Contribution(item, 0, 5, true, 1, 1, 2, List.of());
    return owned.add(item, epoch, ItemSums.of(liked, StreamingSettings.DEFAULT));
  }
}
