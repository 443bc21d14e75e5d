package io.laserstreams.systemtests;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A chat server that answers every question with the same status, until it is put right. */
final class RefusingChatServer implements AutoCloseable {
  private static final String COMPLETION =
      "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"Yes.\"}}]}";

  private final HttpServer server;
  private volatile int status;
  private volatile String body;

  RefusingChatServer(int status, String body) throws IOException {
    this.status = status;
    this.body = body;
    server = ChatServers.create(this::answer);
    server.start();
  }

  /** Of a worker that asks this server about items. */
  Map<String, String> settings() {
    return ChatServers.settings(server);
  }

  /** Answers from now on. */
  void putRight() {
    body = COMPLETION;
    status = 200;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      byte[] answer = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
