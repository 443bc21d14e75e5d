package io.laserstreams.systemtests;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A chat server that takes its time for some questions, so that who asks can be killed over one,
 * and answers any other at once.
 */
final class SlowChatServer implements AutoCloseable {
  private static final String COMPLETION =
      "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"Written slowly.\"}}]}";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final AtomicInteger asked = new AtomicInteger();
  private final String slow;
  private final Duration pace;

  /** Takes its time for every question. */
  SlowChatServer(Duration pace) throws IOException {
    this("", pace);
  }

  /**
   * @param slow words that only questions have for which it takes its time
   */
  SlowChatServer(String slow, Duration pace) throws IOException {
    this.slow = slow;
    this.pace = pace;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/chat/completions", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  String baseUrl() {
    return "http://"
        + server.getAddress().getHostString()
        + ":"
        + server.getAddress().getPort()
        + "/v1";
  }

  /** How often it was asked a question for which it takes its time. */
  int asked() {
    return asked.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)
          .contains(slow)) {
        asked.incrementAndGet();
        closing.await(pace.toMillis(), TimeUnit.MILLISECONDS);
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
