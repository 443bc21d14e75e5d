package io.laserstreams.runtime.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.laserstreams.runtime.state.DamagedStoreException;
import java.io.IOException;
import java.util.Optional;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.LockException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.TaskId;
import org.junit.jupiter.api.Test;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** Messages and status codes of RocksDB 10.1. */
class StreamFailureTest {
  private static final String AT = "/data/laser-scoring/0_12/committed/histories";

  @Test
  void shouldRecogniseDamagedFiles() {
    assertEquals(
        StreamFailure.DAMAGED_STORE,
        opening(
            new RocksDBException(
                "block checksum mismatch: stored = 1, computed = 2 in "
                    + AT
                    + "/000010.sst offset 341",
                new Status(Status.Code.Corruption, Status.SubCode.None, null))));
    assertEquals(
        StreamFailure.DAMAGED_STORE,
        opening(
            new RocksDBException(
                "While opening a file for sequentially reading: "
                    + AT
                    + "/MANIFEST-000005: No such file or directory",
                new Status(Status.Code.IOError, Status.SubCode.None, null))));
    assertEquals(
        StreamFailure.DAMAGED_STORE,
        opening(
            new RocksDBException(
                "CURRENT file corrupted",
                new Status(Status.Code.Corruption, Status.SubCode.None, null))));
  }

  @Test
  void shouldNotWipeForALockAPermissionOrABug() {
    assertEquals(
        StreamFailure.FAULT,
        opening(
            new RocksDBException(
                "While lock file: " + AT + "/LOCK: Resource temporarily unavailable",
                new Status(Status.Code.IOError, Status.SubCode.None, null))));
    assertEquals(
        StreamFailure.FAULT,
        opening(
            new RocksDBException(
                "While open a file for appending: " + AT + "/1.log: Permission denied",
                new Status(Status.Code.IOError, Status.SubCode.None, null))));
    assertEquals(StreamFailure.FAULT, StreamFailure.of(new LockException("held by another")));
    assertEquals(StreamFailure.FAULT, StreamFailure.of(new IllegalStateException("a bug")));
  }

  @Test
  void shouldRecogniseAFullDiskWhateverReportsIt() {
    assertEquals(
        StreamFailure.DISK_FULL,
        opening(
            new RocksDBException(
                "IO error", new Status(Status.Code.IOError, Status.SubCode.NoSpace, null))));
    assertEquals(
        StreamFailure.DISK_FULL,
        opening(
            new RocksDBException(
                "While appending to file: " + AT + "/000012.sst: No space left on device")));
    assertEquals(
        StreamFailure.DISK_FULL,
        StreamFailure.of(new StreamsException(new IOException("No space left on device"))));
    assertEquals(
        StreamFailure.FAULT,
        StreamFailure.of(new IllegalStateException("No space left on device")),
        "an exception of neither RocksDB nor a file");
  }

  @Test
  void shouldRecogniseOutagesAndTablesBesideKafkaStreams() {
    assertEquals(
        StreamFailure.OUTAGE,
        StreamFailure.of(new StreamsException(new TimeoutException("no answer"))));
    assertEquals(
        StreamFailure.OUTAGE, StreamFailure.of(new MissingSourceTopicException("deleted")));
    assertEquals(
        StreamFailure.UNUSABLE_STATE,
        StreamFailure.of(
            new StreamsException(
                new DamagedStoreException(
                    "items",
                    new RocksDBException(
                        "block checksum mismatch",
                        new Status(Status.Code.Corruption, Status.SubCode.None, null))))));
  }

  @Test
  void shouldFindTheTask() {
    ProcessorStateException opening =
        new ProcessorStateException("Error opening store histories at location " + AT);
    assertEquals(
        Optional.of(new TaskId(0, 12)),
        StreamFailure.task(new StreamsException("failed", opening)));
    assertEquals(
        Optional.of(new TaskId(1, 3)),
        StreamFailure.task(new StreamsException("failed", new TaskId(1, 3))));
    assertEquals(
        Optional.empty(),
        StreamFailure.task(new ProcessorStateException("Error while getting value")));
  }

  private static StreamFailure opening(RocksDBException cause) {
    return StreamFailure.of(
        new ProcessorStateException("Error opening store histories at location " + AT, cause));
  }
}
