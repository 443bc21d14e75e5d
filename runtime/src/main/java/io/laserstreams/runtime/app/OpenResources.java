package io.laserstreams.runtime.app;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an app has opened, closed in reverse order. Thread-safe. */
final class OpenResources implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(OpenResources.class);

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private boolean refusing;

  /**
   * Takes over closing the resource, and returns it.
   *
   * @throws InterruptedException after {@link #refuse}; the resource is closed by then
   */
  <T extends AutoCloseable> T add(T resource) throws InterruptedException {
    requireNonNull(resource, "resource is null");
    synchronized (this) {
      if (!refusing) {
        opened.push(resource);
        return resource;
      }
    }
    closeQuietly(resource);
    throw new InterruptedException("The app is being closed");
  }

  /** Takes nothing more. */
  synchronized void refuse() {
    refusing = true;
  }

  /** Closes everything, the last opened first. A resource that fails to close is logged. */
  @Override
  public void close() {
    refuse();
    for (AutoCloseable resource : takeAll()) {
      closeQuietly(resource);
    }
  }

  private synchronized List<AutoCloseable> takeAll() {
    List<AutoCloseable> lastFirst = List.copyOf(opened);
    opened.clear();
    return lastFirst;
  }

  private static void closeQuietly(AutoCloseable resource) {
    try {
      resource.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      log.warn("{} was interrupted while closing", resource.getClass().getSimpleName(), e);
    } catch (Exception e) {
      log.warn("{} does not close", resource.getClass().getSimpleName(), e);
    }
  }
}
