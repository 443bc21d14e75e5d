package io.laserstreams.runtime.streams.store;

import io.laserstreams.runtime.CrashCopy;
import java.io.File;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.StreamsMetrics;
import org.apache.kafka.streams.processor.CommitCallback;
import org.apache.kafka.streams.processor.StateRestoreCallback;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** The context of a store in task 0_3 of the application {@code app}. */
final class TaskFolder implements StateStoreContext {
  static final String STORE = "things";
  static final TopicPartition CHANGELOG = new TopicPartition("app-things-changelog", 3);

  private final Path folder;
  private final Map<String, Object> configs;
  StateRestoreCallback restore;

  private TaskFolder(Path folder, Map<String, Object> configs) {
    this.folder = folder;
    this.configs = configs;
  }

  static TaskFolder exactlyOnce(Path folder, OpenTransactions transactions) {
    Map<String, Object> configs =
        new HashMap<>(
            Map.of(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2));
    transactions.install(configs);
    return new TaskFolder(folder, configs);
  }

  static TaskFolder atLeastOnce(Path folder) {
    return new TaskFolder(
        folder, Map.of(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE));
  }

  TransactionalStore open() {
    TransactionalStore store = new TransactionalStore(STORE);
    store.init(this, store);
    return store;
  }

  /** What {@code kill -9} would leave now, opened by another process. */
  TaskFolder crashed(Path copy) {
    CrashCopy.of(folder, copy);
    return configs.containsValue(StreamsConfig.EXACTLY_ONCE_V2)
        ? exactlyOnce(copy, new OpenTransactions())
        : atLeastOnce(copy);
  }

  @Override
  public String applicationId() {
    return "app";
  }

  @Override
  public TaskId taskId() {
    return new TaskId(0, CHANGELOG.partition());
  }

  @Override
  public Optional<RecordMetadata> recordMetadata() {
    return Optional.empty();
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
  public File stateDir() {
    return folder.toFile();
  }

  @Override
  public StreamsMetrics metrics() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void register(StateStore store, StateRestoreCallback callback) {
    restore = callback;
  }

  @Override
  public void register(StateStore store, StateRestoreCallback callback, CommitCallback commit) {
    restore = callback;
  }

  @Override
  public Map<String, Object> appConfigs() {
    return configs;
  }

  @Override
  public Map<String, Object> appConfigsWithPrefix(String prefix) {
    throw new UnsupportedOperationException();
  }
}
