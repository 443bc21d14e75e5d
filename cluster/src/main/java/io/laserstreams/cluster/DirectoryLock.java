package io.laserstreams.cluster;

import io.laserstreams.runtime.failure.UserException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Reserves a directory for one cluster. Kafka's own lock does not suffice: when a second node
 * started on the directory, the first one died of a corrupt record in its metadata log. The
 * operating system releases the lock with the process, however that ends.
 */
final class DirectoryLock implements AutoCloseable {
  private static final String FILE = ".laser-lock";

  private final FileChannel channel;

  private DirectoryLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * @throws UserException if another cluster uses the directory
   */
  static DirectoryLock take(Path directory) {
    Path file = directory.resolve(FILE);
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(channel)) {
        return new DirectoryLock(channel);
      }
      channel.close();
    } catch (IOException e) {
      throw new UserException("Cannot lock directory " + directory + ": " + e, e);
    }
    throw new UserException(
        "Directory "
            + directory
            + " is in use by another cluster. Stop that one or choose another directory.");
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException sameProcess) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot release the lock of a directory", e);
    }
  }
}
