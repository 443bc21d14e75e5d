package io.laserstreams.tools.apps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.runtime.App;
import io.laserstreams.runtime.failure.UserException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AppGroupTest {
  private final List<String> closed = new ArrayList<>();

  @Test
  void shouldNameTheAppThatFailedAndWhy() {
    try (AppGroup group = new AppGroup()) {
      group.start(new FakeApp("scoring", App.Health.ready("fine")));
      group.start(new FakeApp("trainer", App.Health.failed("no disk")));
      String message =
          assertThrows(IllegalStateException.class, () -> group.awaitReady(Duration.ofMinutes(1)))
              .getMessage();
      assertTrue(message.contains("trainer") && message.contains("no disk"), message);
    }
    assertEquals(List.of("trainer", "scoring"), closed);
  }

  @Test
  void shouldTellAPersonWhichAppCannotWork() {
    try (AppGroup group = new AppGroup()) {
      group.start(new FakeApp("scoring", App.Health.misconfigured("no bundle /x")));
      assertEquals(
          "The app scoring cannot work: no bundle /x",
          assertThrows(UserException.class, () -> group.awaitReady(Duration.ofMinutes(1)))
              .getMessage());
    }
  }

  @Test
  void shouldSayWhoIsNotReadyInTime() {
    try (AppGroup group = new AppGroup()) {
      group.start(new FakeApp("knowledge", App.Health.starting("restoring")));
      String message =
          assertThrows(IllegalStateException.class, () -> group.awaitReady(Duration.ZERO))
              .getMessage();
      assertTrue(message.contains("knowledge") && message.contains("restoring"), message);
      assertEquals(List.of("knowledge starting"), group.states());
    }
  }

  private final class FakeApp implements App {
    private final String name;
    private final Health health;

    FakeApp(String name, Health health) {
      this.name = name;
      this.health = health;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void start() {}

    @Override
    public Health health() {
      return health;
    }

    @Override
    public void close() {
      closed.add(name);
    }
  }
}
