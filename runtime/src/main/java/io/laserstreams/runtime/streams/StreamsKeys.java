package io.laserstreams.runtime.streams;

import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;

import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.streams.StreamsConfig;

/** The configuration keys of every app on Kafka Streams, in addition to the common ones. */
public final class StreamsKeys {
  public static final String PROCESSING_GUARANTEE = "processing.guarantee";
  public static final String COMMIT_INTERVAL_MS = "commit.interval.ms";
  public static final String NUM_STREAM_THREADS = "num.stream.threads";
  public static final String NUM_STANDBY_REPLICAS = "num.standby.replicas";
  public static final String MAX_TASK_IDLE_MS = "max.task.idle.ms";
  public static final String REPLICATION_FACTOR = "replication.factor";
  public static final String SESSION_TIMEOUT_MS = "session.timeout.ms";
  public static final String ROCKSDB_MEMORY_BYTES = "rocksdb.memory.bytes";
  public static final String RESTARTS_MAX = "thread.restarts.max";
  public static final String RESTARTS_WINDOW_MS = "thread.restarts.window.ms";
  public static final String MAX_RECORD_BYTES = "max.record.bytes";
  public static final String CLOSE_TIMEOUT_MS = "close.timeout.ms";

  private static final long MIB = 1L << 20;

  private StreamsKeys() {}

  /** Adds the keys to an app's definition and returns it. */
  public static ConfigDef define(ConfigDef definition) {
    return definition
        .define(
            PROCESSING_GUARANTEE,
            ConfigDef.Type.STRING,
            StreamsConfig.EXACTLY_ONCE_V2,
            ConfigDef.ValidString.in(StreamsConfig.EXACTLY_ONCE_V2, StreamsConfig.AT_LEAST_ONCE),
            Importance.HIGH,
            "exactly_once_v2: each record takes effect once, in state and outputs, whatever"
                + " crashes; read_committed consumers see outputs once they are committed."
                + " at_least_once: outputs are visible at once, and may repeat after a crash.")
        .define(
            COMMIT_INTERVAL_MS,
            ConfigDef.Type.LONG,
            100L,
            atLeast(1),
            Importance.MEDIUM,
            "Time between commits under load: longer ones cost less. Under exactly-once it is what"
                + " read_committed consumers wait for, unless commits come earlier"
                + " (commit.min.interval.ms of streams-scoring).")
        .define(
            NUM_STREAM_THREADS,
            ConfigDef.Type.INT,
            1,
            atLeast(1),
            Importance.HIGH,
            "Processing threads; more than there are partitions stay idle.")
        .define(
            NUM_STANDBY_REPLICAS,
            ConfigDef.Type.INT,
            0,
            atLeast(0),
            Importance.MEDIUM,
            "Copies of each state store on other instances, with which the work of a lost instance"
                + " continues at once.")
        .define(
            MAX_TASK_IDLE_MS,
            ConfigDef.Type.LONG,
            0L,
            atLeast(-1),
            Importance.MEDIUM,
            "How long to wait for records of a topic that has none at hand, so that records of"
                + " several topics are processed in the order of their times. 0: wait only for what"
                + " the broker already has; -1: never wait.")
        .define(
            REPLICATION_FACTOR,
            ConfigDef.Type.INT,
            -1,
            atLeast(-1),
            Importance.MEDIUM,
            "Replication factor of internal topics; -1 for the brokers' default.")
        .define(
            SESSION_TIMEOUT_MS,
            ConfigDef.Type.INT,
            6_000,
            atLeast(1_000),
            Importance.LOW,
            "How long the work of a member that died, or of a thread that was replaced, waits until"
                + " others take it over. The brokers bound it, usually to at least 6000.")
        .define(
            ROCKSDB_MEMORY_BYTES,
            ConfigDef.Type.LONG,
            256 * MIB,
            between(16 * MIB, Long.MAX_VALUE),
            Importance.HIGH,
            "Memory of all RocksDB stores of the app in total: block cache, indexes, filters and"
                + " write buffers.")
        .define(
            RESTARTS_MAX,
            ConfigDef.Type.INT,
            10,
            atLeast(0),
            Importance.LOW,
            "Stream threads that may fail and be replaced within the window before the app fails"
                + " for good. Failures because a registry or broker does not answer do not count.")
        .define(
            RESTARTS_WINDOW_MS,
            ConfigDef.Type.LONG,
            600_000L,
            atLeast(1),
            Importance.LOW,
            "The window for thread.restarts.max.")
        .define(
            MAX_RECORD_BYTES,
            ConfigDef.Type.INT,
            1_000_000,
            atLeast(1),
            Importance.LOW,
            "Size of the largest value written; a larger one becomes a dead letter. Keep it below"
                + " the topics' max.message.bytes.")
        .define(
            CLOSE_TIMEOUT_MS,
            ConfigDef.Type.LONG,
            30_000L,
            atLeast(1),
            Importance.LOW,
            "How long to wait for the stream threads to stop.");
  }
}
