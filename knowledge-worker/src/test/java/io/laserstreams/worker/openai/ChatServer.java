package io.laserstreams.worker.openai;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A fake chat server: sends the prepared answers in order and records the requests. */
final class ChatServer implements AutoCloseable {
  record Answer(int status, byte[] body, Map<String, String> headers) {}

  record Request(String path, String authorization, String body) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final LinkedBlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
  private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch closing = new CountDownLatch(1);
  private final AtomicInteger concurrent = new AtomicInteger();
  private final AtomicInteger maxConcurrent = new AtomicInteger();

  ChatServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  static String completion(String text) {
    return message("\"content\":\"" + text + "\"", "stop");
  }

  /** A completion whose message has these members besides its role. */
  static String message(String members, String finishReason) {
    return "{\"choices\":[{\"message\":{\"role\":\"assistant\","
        + members
        + "},\"finish_reason\":\""
        + finishReason
        + "\"}],"
        + "\"usage\":{\"prompt_tokens\":120,\"completion_tokens\":30}}";
  }

  ChatServer answering(int status, String body) {
    return answering(status, body, Map.of());
  }

  ChatServer answering(int status, String body, Map<String, String> headers) {
    return answering(status, body.getBytes(StandardCharsets.UTF_8), headers);
  }

  ChatServer answering(int status, byte[] body, Map<String, String> headers) {
    answers.add(new Answer(status, body, headers));
    return this;
  }

  URI baseUrl() {
    return URI.create(
        "http://"
            + server.getAddress().getHostString()
            + ":"
            + server.getAddress().getPort()
            + "/v1/");
  }

  List<Request> requests() {
    return List.copyOf(requests);
  }

  int maxConcurrent() {
    return maxConcurrent.get();
  }

  private void handle(HttpExchange exchange) throws IOException {
    maxConcurrent.accumulateAndGet(concurrent.incrementAndGet(), Math::max);
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    requests.add(
        new Request(
            exchange.getRequestURI().getPath(),
            exchange.getRequestHeaders().getFirst("Authorization"),
            body));
    Answer answer = answers.poll();
    if (answer == null) {
      hang();
      return;
    }
    concurrent.decrementAndGet();
    answer.headers().forEach(exchange.getResponseHeaders()::add);
    exchange.sendResponseHeaders(answer.status(), answer.body().length);
    exchange.getResponseBody().write(answer.body());
    exchange.close();
  }

  /** After the last prepared answer, never answers. */
  private void hang() {
    try {
      closing.await();
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
