package io.laserstreams.scoring.stream;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.state.Folders;
import io.laserstreams.runtime.streams.store.RocksDbMemory;
import io.laserstreams.runtime.streams.store.TransactionalStores;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.StreamsMetrics;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.CommitCallback;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.Punctuator;
import org.apache.kafka.streams.processor.StateRestoreCallback;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Task 0_0 without Kafka Streams: the context of the processors, with stores of their own in a
 * folder that is deleted with the task. Nothing is committed.
 */
final class WarmUpTask
    implements ProcessorContext<String, SpecificRecord>, StateStoreContext, AutoCloseable {
  private static final long MEMORY_BYTES = 16L << 20;

  private final Path folder;
  private final LongSupplier clock;
  private final BiConsumer<String, SpecificRecord> sinks;
  private final RocksDbMemory memory = new RocksDbMemory(MEMORY_BYTES);
  private final Map<String, Object> configs =
      new HashMap<>(Map.of(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE));
  private final Map<String, KeyValueStore<Bytes, byte[]>> stores = new HashMap<>();
  private final List<Punctuator> punctuators = new ArrayList<>();
  private @Nullable RecordMetadata source;

  /**
   * @param folder for the stores; what is there is deleted
   * @param clock wall-clock time, milliseconds since the epoch
   * @param sinks what is forwarded, by the name of the sink
   */
  WarmUpTask(Path folder, LongSupplier clock, BiConsumer<String, SpecificRecord> sinks) {
    this.folder = requireNonNull(folder, "folder is null");
    this.clock = requireNonNull(clock, "clock is null");
    this.sinks = requireNonNull(sinks, "sinks is null");
    Folders.delete(folder);
    memory.install(configs);
    for (ScoringStore store : ScoringStore.values()) {
      KeyValueStore<Bytes, byte[]> opened =
          TransactionalStores.keyValueStore(store.storeName()).get();
      opened.init(this, opened);
      stores.put(store.storeName(), opened);
    }
  }

  /** The next record comes from here. */
  void from(RecordMetadata newSource) {
    source = newSource;
  }

  /** Runs what the processors have scheduled. */
  void punctuate() {
    punctuators.forEach(punctuator -> punctuator.punctuate(clock.getAsLong()));
  }

  @Override
  public void close() {
    stores.values().forEach(StateStore::close);
    memory.close();
    Folders.delete(folder);
  }

  @Override
  public String applicationId() {
    return "warm-up";
  }

  @Override
  public TaskId taskId() {
    return new TaskId(0, 0);
  }

  @Override
  public Optional<RecordMetadata> recordMetadata() {
    return Optional.ofNullable(source);
  }

  @Override
  public File stateDir() {
    return folder.toFile();
  }

  @Override
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // As the interface has it.
  public <S extends StateStore> S getStateStore(String name) {
    return (S) requireNonNull(stores.get(name), name);
  }

  @Override
  public Cancellable schedule(Duration interval, PunctuationType type, Punctuator punctuator) {
    punctuators.add(punctuator);
    return () -> punctuators.remove(punctuator);
  }

  @Override
  public Cancellable schedule(
      Instant start, Duration interval, PunctuationType type, Punctuator punctuator) {
    return schedule(interval, type, punctuator);
  }

  @Override
  public <K extends String, V extends SpecificRecord> void forward(
      Record<K, V> record, String sink) {
    sinks.accept(sink, record.value());
  }

  @Override
  public <K extends String, V extends SpecificRecord> void forward(Record<K, V> record) {
    throw new UnsupportedOperationException("the sink has no name");
  }

  @Override
  public void commit() {}

  @Override
  public void register(StateStore store, StateRestoreCallback callback) {}

  @Override
  public void register(StateStore store, StateRestoreCallback callback, CommitCallback commit) {}

  @Override
  public Map<String, Object> appConfigs() {
    return configs;
  }

  @Override
  public Map<String, Object> appConfigsWithPrefix(String prefix) {
    return Map.of();
  }

  @Override
  public long currentSystemTimeMs() {
    return clock.getAsLong();
  }

  @Override
  public long currentStreamTimeMs() {
    return clock.getAsLong();
  }

  @Override
  public Serde<?> keySerde() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Serde<?> valueSerde() {
    throw new UnsupportedOperationException();
  }

  @Override
  public StreamsMetrics metrics() {
    throw new UnsupportedOperationException();
  }
}
