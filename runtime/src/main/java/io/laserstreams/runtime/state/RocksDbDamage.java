package io.laserstreams.runtime.state;

import io.laserstreams.runtime.failure.Causes;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/**
 * Classifies failures of RocksDB: damaged files, which are wiped and restored from Kafka, or a full
 * disk.
 */
public final class RocksDbDamage {
  private static final String NO_SUCH_FILE = "no such file or directory";
  private static final String NO_SPACE = "no space left on device";

  private RocksDbDamage() {}

  /**
   * The cause that reports damaged or missing files of a store; empty if the failure has no such
   * cause.
   */
  public static Optional<RocksDBException> find(Throwable failure) {
    for (Throwable cause : Causes.chain(failure)) {
      if (cause instanceof RocksDBException e && isDamage(e)) {
        return Optional.of(e);
      }
    }
    return Optional.empty();
  }

  /** Whether a failure, of RocksDB or of any other file, comes from a full disk. */
  public static boolean isDiskFull(Throwable failure) {
    return Causes.chain(failure).stream().anyMatch(RocksDbDamage::saysDiskFull);
  }

  private static boolean saysDiskFull(Throwable cause) {
    if (cause instanceof RocksDBException e
        && e.getStatus() != null
        && e.getStatus().getSubCode() == Status.SubCode.NoSpace) {
      return true;
    }
    return (cause instanceof RocksDBException || cause instanceof IOException)
        && message(cause).contains(NO_SPACE);
  }

  private static boolean isDamage(RocksDBException e) {
    boolean corrupt = e.getStatus() != null && e.getStatus().getCode() == Status.Code.Corruption;
    return !isDiskFull(e) && (corrupt || message(e).contains(NO_SUCH_FILE));
  }

  private static String message(Throwable cause) {
    return String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
  }
}
