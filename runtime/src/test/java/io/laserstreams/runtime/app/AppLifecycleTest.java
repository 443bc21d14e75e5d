package io.laserstreams.runtime.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.runtime.App.Health;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.config.CommonConfig;
import io.laserstreams.runtime.metrics.PortInUseException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AppLifecycleTest {
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final AtomicReference<Health> running = new AtomicReference<>(Health.ready("works"));
  private AppLifecycle app = app(start -> running::get);

  @AfterEach
  void closeApp() {
    app.close();
  }

  @Test
  void shouldShowTheHealthOfEachPhase() throws Exception {
    app =
        app(
            start -> {
              start.progress("waiting for something");
              begun.countDown();
              goOn.await();
              return running::get;
            });
    assertEquals(Health.starting("not started"), app.health());

    app.start();
    begun.await();
    assertEquals(Health.starting("waiting for something"), app.health());

    goOn.countDown();
    awaitHealth(Health.ready("works"));
    running.set(Health.starting("restoring"));
    assertEquals(Health.starting("restoring"), app.health());

    app.close();
    assertEquals(Health.closed(), app.health());
  }

  @Test
  void shouldThrowAMistakeInTheConfigurationWhenItIsConstructed() {
    AppConfig config = AppConfig.of("demo", CommonConfig.definition(0), Map.of());
    assertThrows(
        ConfigException.class,
        () ->
            new AppLifecycle(
                config,
                meters -> {
                  throw new ConfigException("keys contradict each other");
                }));
  }

  @Test
  void shouldThrowAMistakeThatItFindsBeforeAnythingIsOpened() {
    app =
        app(
            new AppComponents() {
              @Override
              public void check() {
                throw new ConfigException("no such folder");
              }

              @Override
              public Supplier<Health> start(AppStart start) {
                calls.add("start");
                return running::get;
              }
            });

    assertEquals("no such folder", assertThrows(ConfigException.class, app::start).getMessage());
    assertEquals(Health.misconfigured("Cannot start: no such folder"), app.health());
    assertEquals(List.of(), calls);
  }

  @Test
  void shouldThrowIfThePortIsInUse() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      app = app(Integer.toString(taken.getLocalPort()), start -> running::get);
      assertThrows(PortInUseException.class, app::start);
      assertEquals(Health.State.MISCONFIGURED, app.health().state());
    }
  }

  @Test
  void shouldShowWhyTheStartFailedAndFreeWhatItOpenedWhenItIsClosed() {
    app =
        app(
            start -> {
              start.open(resource("first"));
              start.open(resource("second"));
              throw new IllegalStateException("a bug");
            });
    app.start();
    awaitHealth(Health.failed("Cannot start: IllegalStateException: a bug"));
    assertEquals(List.of(), calls);

    app.close();
    assertEquals(List.of("close second", "close first"), calls);
    assertEquals(Health.closed(), app.health());
  }

  @Test
  void shouldTellAMistakeInTheBackgroundFromAFailure() {
    app =
        app(
            start -> {
              throw new ConfigException("no such mechanism");
            });
    app.start();
    awaitHealth(Health.misconfigured("Cannot start: no such mechanism"));
  }

  @Test
  void shouldFailIfAClassIsMissing() {
    app =
        app(
            start -> {
              throw new NoClassDefFoundError("ai/onnxruntime/Gpu");
            });
    app.start();
    awaitHealth(
        Health.failed("Cannot start: NoClassDefFoundError: there is no class ai.onnxruntime.Gpu"));
  }

  @Test
  void shouldCloseInReverseOrderAndOnce() {
    app =
        app(
            start -> {
              start.open(resource("first"));
              start.open(resource("second"));
              return running::get;
            });
    app.start();
    awaitHealth(Health.ready("works"));

    app.close();
    app.close();

    assertEquals(List.of("close second", "close first"), calls);
  }

  @Test
  void shouldInterruptAStartAndCloseWhatItOpens() throws Exception {
    app =
        app(
            start -> {
              start.open(resource("first"));
              begun.countDown();
              try {
                goOn.await();
              } catch (InterruptedException e) {
                calls.add("interrupted");
              }
              start.open(resource("late"));
              calls.add("never");
              return running::get;
            });
    app.start();
    begun.await();

    app.close();

    assertEquals(List.of("interrupted", "close late", "close first"), calls);
    assertEquals(Health.closed(), app.health());
  }

  @Test
  void shouldStayClosedWhateverAnInterruptedStartThrows() throws Exception {
    app =
        app(
            start -> {
              begun.countDown();
              try {
                goOn.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException("wrapped", e);
              }
              return running::get;
            });
    app.start();
    begun.await();

    app.close();

    assertEquals(Health.closed(), app.health());
  }

  @Test
  void shouldWaitForTheStartToEndThoughTheClosingThreadIsInterrupted() throws Exception {
    CountDownLatch closing = new CountDownLatch(1);
    app =
        app(
            start -> {
              start.open(resource("first"));
              begun.countDown();
              closing.await();
              return running::get;
            });
    app.start();
    begun.await();

    Thread.currentThread().interrupt();
    app.close();

    assertTrue(Thread.interrupted());
    assertEquals(List.of("close first"), calls);
  }

  @Test
  void shouldStartOnceOnly() {
    app.start();
    assertThrows(IllegalStateException.class, app::start);

    app.close();
    assertThrows(IllegalStateException.class, app::start);
  }

  @Test
  void shouldCloseWithoutHavingStarted() {
    app.close();

    assertEquals(Health.closed(), app.health());
    assertTrue(app.httpPort().isEmpty());
  }

  @Test
  void shouldServeMetricsAndHealthFromTheStartUntilItIsClosed() throws Exception {
    app =
        app(
            "0",
            start -> {
              begun.countDown();
              goOn.await();
              return running::get;
            });
    app.start();
    begun.await();
    int port = app.httpPort().orElseThrow();
    assertEquals(503, status(port, "/health/ready"));
    assertEquals(200, status(port, "/metrics"));
    assertEquals(0, app.meters().get("laser.things").counter().count());

    goOn.countDown();
    awaitHealth(Health.ready("works"));
    assertEquals(200, status(port, "/health/ready"));

    app.close();
    assertThrows(java.net.ConnectException.class, () -> status(port, "/health/live"));
  }

  private static int status(int port, String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
            BodyHandlers.discarding())
        .statusCode();
  }

  /** Waits in vain no longer than the test may take. */
  private void awaitHealth(Health expected) {
    while (!app.health().equals(expected)) {
      assertFalse(app.health().state() == Health.State.CLOSED, "closed");
      try {
        TimeUnit.MILLISECONDS.sleep(5);
      } catch (InterruptedException e) {
        throw new AssertionError("The health stays " + app.health(), e);
      }
    }
  }

  private AutoCloseable resource(String name) {
    return () -> calls.add("close " + name);
  }

  private static AppLifecycle app(AppComponents work) {
    return app("-1", work);
  }

  private static AppLifecycle app(String port, AppComponents work) {
    return new AppLifecycle(
        AppConfig.of("demo", CommonConfig.definition(0), Map.of("http.port", port)),
        meters -> {
          meters.counter("laser.things");
          return work;
        });
  }
}
