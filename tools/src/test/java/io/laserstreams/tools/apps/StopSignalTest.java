package io.laserstreams.tools.apps;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.runtime.App;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class StopSignalTest {
  private final StopSignal signal = new StopSignal();

  @Test
  void shouldCancelOnceRequested() throws InterruptedException {
    assertDoesNotThrow(signal::check);
    assertFalse(signal.await(Duration.ZERO));
    signal.request();
    assertTrue(signal.requested());
    assertTrue(signal.await(Duration.ZERO));
    assertThrows(CancellationException.class, signal::check);
  }

  @Test
  void shouldEndTheWaitForAppsThatAreNotReady() {
    try (AppGroup apps = new AppGroup()) {
      apps.start(new StartingApp());
      signal.request();
      assertThrows(
          CancellationException.class, () -> apps.awaitReady(Duration.ofMinutes(1), signal));
      assertEquals(List.of("knowledge starting"), apps.states());
    }
  }

  private static final class StartingApp implements App {
    @Override
    public String name() {
      return "knowledge";
    }

    @Override
    public void start() {}

    @Override
    public Health health() {
      return Health.starting("restoring");
    }

    @Override
    public void close() {}
  }
}
