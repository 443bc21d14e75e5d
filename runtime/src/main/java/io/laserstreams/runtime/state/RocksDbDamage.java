package io.laserstreams.runtime.state;

import io.laserstreams.runtime.failure.Causes;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/**
 * Tells what ails a RocksDB: files that are damaged, which are wiped and made again from Kafka, or
 * a disk that is full.
 */
public final class RocksDbDamage {
  private static final String FILE_GONE = "no such file or directory";
  private static final String NO_SPACE = "no space left on device";

  private RocksDbDamage() {}

  /**
   * What says that files of a store are damaged or missing; empty where the failure has no such
   * cause.
   */
  public static Optional<RocksDBException> find(Throwable failure) {
    for (Throwable cause : Causes.chain(failure)) {
      if (cause instanceof RocksDBException e && damaged(e)) {
        return Optional.of(e);
      }
    }
    return Optional.empty();
  }

  /** Whether a failure, of RocksDB or of any other file, comes from a disk without space. */
  public static boolean isDiskFull(Throwable failure) {
    for (Throwable cause : Causes.chain(failure)) {
      boolean ofDisk = cause instanceof RocksDBException || cause instanceof IOException;
      if (ofDisk && message(cause).contains(NO_SPACE)
          || cause instanceof RocksDBException e
              && e.getStatus() != null
              && e.getStatus().getSubCode() == Status.SubCode.NoSpace) {
        return true;
      }
    }
    return false;
  }

  private static boolean damaged(RocksDBException e) {
    boolean corrupt = e.getStatus() != null && e.getStatus().getCode() == Status.Code.Corruption;
    return !isDiskFull(e) && (corrupt || message(e).contains(FILE_GONE));
  }

  private static String message(Throwable cause) {
    return String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
  }
}
