package io.laserstreams.scoring.features;

import static java.nio.charset.StandardCharsets.UTF_8;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatisticsRepublisherTest {
  private static final Uuid FIRST = new Uuid(0, 1);
  private static final Uuid SECOND = new Uuid(0, 2);

  @TempDir private Path folder;
  private KeyValueStore<Bytes, byte[]> store;
  private OwnedItemStatistics owned;

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
        new OwnedItemStatistics(
            new ByteStore() {
              @Override
              public byte @Nullable [] get(byte[] key) {
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
  void shouldPublishEverythingOncePerTopicInBoundedSteps() {
    List<ItemStatistics> before = List.of(add("a", 1), add("b", 1), add("c", 2));

    StatisticsRepublisher republisher = republisher();
    assertEquals(before.subList(0, 2), published(republisher, FIRST, 2));
    assertEquals(before.subList(2, 3), published(republisher, FIRST, 2));
    assertEquals(List.of(), published(republisher, FIRST, 2));
    assertEquals(List.of(), published(republisher(), FIRST, 2), "after a restart");

    assertEquals(before, published(republisher, SECOND, 10), "recreated while it runs");
    assertEquals(List.of(), published(republisher(), SECOND, 10));
  }

  @Test
  void shouldPublishTheNewestAndStartOverAfterACrash() {
    add("a", 1);
    add("b", 1);
    StatisticsRepublisher republisher = republisher();
    published(republisher, FIRST, 1);
    ItemStatistics newest = add("b", 2);
    assertEquals(List.of(newest), published(republisher, FIRST, 1));

    published(republisher, SECOND, 1);
    assertEquals(2, published(republisher(), SECOND, 10).size(), "from the beginning");
  }

  @Test
  void shouldNotPublishTheMarker() {
    published(republisher(), FIRST, 10);
    ItemStatistics item = add("a", 1);
    assertEquals(List.of(item), published(republisher(), SECOND, 10));
    assertEquals(SECOND.toString(), new String(store.get(Bytes.wrap(new byte[0])), UTF_8));
  }

  private StatisticsRepublisher republisher() {
    return new StatisticsRepublisher(store, StreamingSettings.DEFAULT);
  }

  private static List<ItemStatistics> published(
      StatisticsRepublisher republisher, Uuid topic, int limit) {
    List<ItemStatistics> published = new ArrayList<>();
    republisher.publish(topic, limit, published::add);
    return published;
  }

  private ItemStatistics add(String item, long epoch) {
    Contribution liked = new Contribution(item, 0, 5, true, 1, 1, 2, List.of());
    return owned.add(item, epoch, ItemSums.of(liked, StreamingSettings.DEFAULT));
  }
}
