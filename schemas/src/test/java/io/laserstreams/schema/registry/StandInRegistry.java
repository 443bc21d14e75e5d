package io.laserstreams.schema.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import javax.net.ssl.SSLContext;

/**
 * Speaks a registry's HTTP: gives the replies that it was handed, in their order, and remembers who
 * asked what. Thread-safe.
 */
public final class StandInRegistry implements AutoCloseable {
  private final HttpServer server;
  private final String scheme;
  private final Deque<Reply> replies = new ArrayDeque<>();
  private final List<Request> requests = new ArrayList<>();

  /**
   * @param target path and query as they came
   */
  public record Request(
      String method, String target, String body, String contentType, String credentials) {}

  private record Reply(int status, String body) {}

  private StandInRegistry(HttpServer server, String scheme) {
    this.server = server;
    this.scheme = scheme;
    server.createContext("/", this::serve);
    server.start();
  }

  public static StandInRegistry start() throws IOException {
    return new StandInRegistry(HttpServer.create(anyPort(), 0), "http://");
  }

  static StandInRegistry startWith(SSLContext tls) throws IOException {
    HttpsServer server = HttpsServer.create(anyPort(), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    return new StandInRegistry(server, "https://");
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  public String url() {
    return scheme + "127.0.0.1:" + server.getAddress().getPort();
  }

  public synchronized StandInRegistry reply(int status, String body) {
    replies.add(new Reply(status, body));
    return this;
  }

  public synchronized List<Request> requests() {
    return List.copyOf(requests);
  }

  /** The requests as method, path and query. */
  public List<String> asked() {
    return requests().stream().map(request -> request.method() + " " + request.target()).toList();
  }

  private void serve(HttpExchange exchange) throws IOException {
    String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Reply reply =
        take(
            new Request(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                asked,
                exchange.getRequestHeaders().getFirst("Content-Type"),
                exchange.getRequestHeaders().getFirst("Authorization")));
    byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/vnd.schemaregistry.v1+json");
    exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private synchronized Reply take(Request request) {
    requests.add(request);
    return replies.removeFirst();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
