package io.laserstreams.systemtests;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A chat server that never answers one question, so that who asks can be killed over it, and any other at once. */
final class FatalChatServer implements AutoCloseable {
  private static final byte[] COMPLETION =
      "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"Written at once.\"}}]}".getBytes(UTF_8);

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final AtomicInteger asked = new AtomicInteger();
  private final String culprit;

  /** @param culprit words that only the fatal question has */
  FatalChatServer(String culprit) throws IOException {
    this.culprit = culprit;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/chat/completions", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  String baseUrl() {
    return "http://" + server.getAddress().getHostString() + ":" + server.getAddress().getPort() + "/v1";
  }

  int askedAboutTheCulprit() {
    return asked.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (new String(exchange.getRequestBody().readAllBytes(), UTF_8).contains(culprit)) {
        asked.incrementAndGet();
        closing.await();
      }
      exchange.sendResponseHeaders(200, COMPLETION.length);
      exchange.getResponseBody().write(COMPLETION);
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
