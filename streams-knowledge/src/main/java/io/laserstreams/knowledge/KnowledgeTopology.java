package io.laserstreams.knowledge;

import static java.util.Objects.requireNonNull;

import io.laserstreams.knowledge.metrics.KnowledgeMetrics;
import io.laserstreams.knowledge.request.ItemCards;
import io.laserstreams.knowledge.taste.ItemVectors;
import io.laserstreams.runtime.streams.PartitionCounts;
import io.laserstreams.runtime.streams.SizeLimit;
import io.laserstreams.runtime.streams.store.TransactionalStores;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.serde.AvroSerializer;
import io.laserstreams.schema.serde.Schemas;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.WallclockTimestampExtractor;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * One sub-topology: interactions, users, items and answers share one processor, because answers
 * about users and items share a topic and everything about a subject must be decided in one place.
 * The four topics have the same number of partitions; the app checks this at start.
 *
 * <p>Names of sources, stores and sinks are part of the state's format: an upgraded app finds its
 * stores and changelogs by them.
 */
public final class KnowledgeTopology {
  static final String HISTORIES = "user-histories";
  static final String PROFILES = "user-profiles";
  static final String ITEM_CONTENTS = "item-contents";
  static final String SUBJECTS = "subjects";
  static final String WAKES = "subject-wakes";
  static final String QUEUE = "subject-queue";

  static final String REQUESTS_OUT = "requests-out";
  static final String KNOWLEDGE_USERS_OUT = "knowledge-users-out";
  static final String KNOWLEDGE_ITEMS_OUT = "knowledge-items-out";
  static final String DEAD_LETTERS_OUT = "dead-letters-out";

  private static final String KNOWLEDGE = "knowledge";
  private static final List<Topic> INPUTS =
      List.of(Topic.INTERACTIONS, Topic.USERS, Topic.ITEMS, Topic.KNOWLEDGE_ANSWERS);

  private KnowledgeTopology() {}

  public static Topology of(
      KnowledgeSettings settings,
      Schemas schemas,
      PartitionCounts partitions,
      ItemCards cards,
      ItemVectors vectors,
      KnowledgeMetrics metrics) {
    requireNonNull(schemas, "schemas is null");
    String prefix = settings.app().topicPrefix();
    Topology topology = new Topology();
    for (Topic input : INPUTS) {
      topology.addSource(
          AutoOffsetReset.earliest(),
          source(input),
          new WallclockTimestampExtractor(),
          new StringDeserializer(),
          new ByteArrayDeserializer(),
          input.on(prefix));
    }
    topology.addProcessor(
        KNOWLEDGE,
        () -> new KnowledgeProcessor(settings, schemas, partitions, cards, vectors, metrics),
        INPUTS.stream().map(KnowledgeTopology::source).toArray(String[]::new));
    // Every event rewrites the head of a history: the cache writes a busy user's once per commit.
    topology.addStateStore(store(HISTORIES).withCachingEnabled(), KNOWLEDGE);
    for (String name : List.of(PROFILES, ITEM_CONTENTS, SUBJECTS, WAKES, QUEUE)) {
      topology.addStateStore(store(name).withCachingDisabled(), KNOWLEDGE);
    }
    Serializer<SpecificRecord> records =
        SizeLimit.on(new AvroSerializer<>(schemas), settings.app());
    sink(topology, REQUESTS_OUT, Topic.KNOWLEDGE_REQUESTS.on(prefix), records);
    sink(topology, KNOWLEDGE_USERS_OUT, Topic.KNOWLEDGE_USERS.on(prefix), records);
    sink(topology, KNOWLEDGE_ITEMS_OUT, Topic.KNOWLEDGE_ITEMS.on(prefix), records);
    sink(topology, DEAD_LETTERS_OUT, Topic.DEAD_LETTERS.on(prefix), new ByteArraySerializer());
    return topology;
  }

  private static String source(Topic topic) {
    return topic.baseName() + "-in";
  }

  private static void sink(Topology topology, String name, String topic, Serializer<?> values) {
    topology.addSink(name, topic, new StringSerializer(), values, KNOWLEDGE);
  }

  private static StoreBuilder<KeyValueStore<byte[], byte[]>> store(String name) {
    return Stores.keyValueStoreBuilder(
        TransactionalStores.keyValueStore(name), Serdes.ByteArray(), Serdes.ByteArray());
  }
}
