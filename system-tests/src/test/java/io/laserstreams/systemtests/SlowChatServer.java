package io.laserstreams.systemtests;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A chat server that answers some questions slowly, so that a client can be killed while it waits,
 * and all others at once.
 */
final class SlowChatServer implements AutoCloseable {
  /** What a worker asks when it starts, which is answered at once. */
  private static final String PROBE = "Are you there?";

  private static final String COMPLETION =
      "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"A drama of two people who"
          + " take their time, written slowly.\"}}]}";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final AtomicInteger slowQuestions = new AtomicInteger();
  private final String slow;
  private final Duration delay;

  /** Answers every question slowly. */
  SlowChatServer(Duration delay) throws IOException {
    this("", delay);
  }

  /**
   * @param slow words that only slow questions contain
   * @param delay before the answer to one
   */
  SlowChatServer(String slow, Duration delay) throws IOException {
    this.slow = slow;
    this.delay = delay;
    server = ChatServers.create(this::answer);
    server.setExecutor(threads);
    server.start();
  }

  /** Of a worker that asks this server about items. */
  Map<String, String> settings() {
    return ChatServers.settings(server);
  }

  /** How many slow questions it has received. */
  int slowQuestions() {
    return slowQuestions.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String question =
          new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      if (question.contains(slow) && !question.contains(PROBE)) {
        slowQuestions.incrementAndGet();
        closing.await(delay.toMillis(), TimeUnit.MILLISECONDS);
      }
      byte[] body = COMPLETION.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
