package io.laserstreams.runtime.streams;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The space left on the disk of local state, checked because RocksDB does not report that it waits
 * for space. Thread-safe.
 */
final class DiskSpace {
  /** What RocksDB needs to flush a buffer and to compact. */
  static final long MIN_BYTES = 64L << 20;

  private final Path folder;
  private final LongSupplier usable;
  private volatile boolean ranOut;

  DiskSpace(Path folder) {
    this(folder, new UsableBytes(folder));
  }

  DiskSpace(Path folder, LongSupplier usable) {
    this.folder = requireNonNull(folder, "folder is null");
    this.usable = requireNonNull(usable, "usable is null");
  }

  void bindTo(MeterRegistry registry) {
    Gauge.builder("laser.state.dir.usable.bytes", usable::getAsLong)
        .strongReference(true)
        .description("Space left on the disk of state.dir")
        .register(registry);
  }

  /** A write failed for lack of space. */
  void reportRanOut() {
    ranOut = true;
  }

  boolean hasRunOut() {
    return ranOut;
  }

  /** The app processes: if there is space again, what failed has been repeated. */
  void reportProcessing() {
    ranOut &= usable.getAsLong() < MIN_BYTES;
  }

  /** What is wrong, in words; empty if there is enough space. */
  Optional<String> trouble() {
    long left = usable.getAsLong();
    if (!ranOut && left >= MIN_BYTES) {
      return Optional.empty();
    }
    return Optional.of(
        (ranOut ? "disk full: " : "disk almost full: ")
            + folder.toAbsolutePath()
            + " has "
            + left
            + " bytes left; free some space, and the app continues by itself");
  }

  /** Finding a file store reads the whole table of mounts, so it is done once. */
  private static final class UsableBytes implements LongSupplier {
    private final Path folder;
    private volatile @Nullable FileStore store;

    UsableBytes(Path folder) {
      this.folder = folder.toAbsolutePath();
    }

    @Override
    public long getAsLong() {
      try {
        return store().getUsableSpace();
      } catch (IOException e) {
        return Long.MAX_VALUE; // Unknown, which is no reason to complain.
      }
    }

    private FileStore store() throws IOException {
      FileStore known = store;
      if (known != null) {
        return known;
      }
      if (Files.exists(folder)) {
        FileStore found = Files.getFileStore(folder);
        store = found;
        return found;
      }
      Path existing = folder;
      while (existing.getParent() != null && !Files.exists(existing)) {
        existing = existing.getParent();
      }
      return Files.getFileStore(existing);
    }
  }
}
