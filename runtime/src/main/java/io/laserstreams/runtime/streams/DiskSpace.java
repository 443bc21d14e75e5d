package io.laserstreams.runtime.streams;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The space left where local state lies. RocksDB does not say that it waits for space; so it is
 * looked at. Thread-safe.
 */
final class DiskSpace {
  /** Less than what RocksDB needs to write a buffer and to compact. */
  static final long TOO_LITTLE_BYTES = 64L << 20;

  private final Path folder;
  private final LongSupplier usable;
  private volatile boolean ranOut;

  DiskSpace(Path folder) {
    this(folder, () -> usableBytes(folder));
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

  /** A write failed for want of space. */
  void ranOut() {
    ranOut = true;
  }

  boolean hasRunOut() {
    return ranOut;
  }

  /** The app works: where there is room again, what failed was done again. */
  void works() {
    ranOut &= usable.getAsLong() < TOO_LITTLE_BYTES;
  }

  /** What is wrong, in words; empty where there is enough. */
  Optional<String> trouble() {
    long left = usable.getAsLong();
    if (!ranOut && left >= TOO_LITTLE_BYTES) {
      return Optional.empty();
    }
    return Optional.of(
        (ranOut ? "disk full: " : "disk almost full: ")
            + folder.toAbsolutePath()
            + " has "
            + left
            + " bytes left; make room, and the app goes on by itself");
  }

  private static long usableBytes(Path folder) {
    Path existing = folder.toAbsolutePath();
    while (existing.getParent() != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    try {
      return Files.getFileStore(existing).getUsableSpace();
    } catch (IOException e) {
      return Long.MAX_VALUE; // It cannot be told, and is no reason to complain.
    }
  }
}
