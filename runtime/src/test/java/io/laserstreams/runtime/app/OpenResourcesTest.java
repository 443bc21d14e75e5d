package io.laserstreams.runtime.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenResourcesTest {
  private final OpenResources resources = new OpenResources();
  private final List<String> closed = new ArrayList<>();

  @Test
  void shouldCloseInReverseOrderOnce() throws Exception {
    AutoCloseable first = resource("first");
    assertSame(first, resources.add(first));
    resources.add(resource("second"));

    resources.close();
    resources.close();

    assertEquals(List.of("second", "first"), closed);
  }

  @Test
  void shouldCloseTheOthersIfOneFailsToClose() throws Exception {
    resources.add(resource("first"));
    resources.add(
        () -> {
          throw new IllegalStateException("stuck");
        });
    resources.add(resource("third"));

    resources.close();

    assertEquals(List.of("third", "first"), closed);
  }

  @Test
  void shouldCloseAtOnceWhatComesAfterClosingHasBegun() throws Exception {
    resources.add(resource("first"));
    resources.refuse();

    assertThrows(InterruptedException.class, () -> resources.add(resource("late")));
    assertEquals(List.of("late"), closed);

    resources.close();
    assertEquals(List.of("late", "first"), closed);
  }

  private AutoCloseable resource(String name) {
    return () -> closed.add(name);
  }
}
