package io.laserstreams.runtime.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.laserstreams.runtime.App.Health;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.config.CommonConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves {@code /metrics} (Prometheus' text), {@code /health/live} and {@code /health/ready} (200
 * or 503, JSON with state and detail).
 */
public final class HttpEndpoint implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HttpEndpoint.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";
  private static final int THREADS = 2;
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final int UNAVAILABLE = 503;

  /** An open server and the threads that answer for it. */
  private record Listening(HttpServer server, ExecutorService executor) {}

  private final Optional<Listening> listening;

  private HttpEndpoint(Optional<Listening> listening) {
    this.listening = listening;
  }

  /**
   * Opens the endpoint at the app's {@code http.host} and {@code http.port}.
   *
   * @throws PortInUseException if the address cannot be bound
   */
  public static HttpEndpoint open(AppConfig config, AppMetrics metrics, Supplier<Health> health) {
    requireNonNull(health, "health is null");
    if (config.httpPort() == CommonConfig.NO_HTTP) {
      return new HttpEndpoint(Optional.empty());
    }
    HttpServer server = bind(config.httpHost(), config.httpPort());
    ExecutorService executor =
        Executors.newFixedThreadPool(
            THREADS,
            work -> {
              Thread thread = new Thread(work, "laser-" + config.app() + "-http");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(executor);
    metrics.watch(health);
    server.createContext(
        "/",
        exchange ->
            answer(
                exchange,
                NOT_FOUND,
                "text/plain; charset=utf-8",
                "There are /metrics, /health/live and /health/ready\n"));
    server.createContext(
        "/metrics", exchange -> answer(exchange, OK, PROMETHEUS_TEXT, metrics.scrape()));
    server.createContext(
        "/health/live", exchange -> answer(exchange, config.app(), health.get(), Health::live));
    server.createContext(
        "/health/ready", exchange -> answer(exchange, config.app(), health.get(), Health::ready));
    server.start();
    log.info(
        "{}: metrics and health at http://{}:{}",
        config.app(),
        config.httpHost(),
        server.getAddress().getPort());
    return new HttpEndpoint(Optional.of(new Listening(server, executor)));
  }

  /** The port that is really bound; empty if the endpoint is off. */
  public OptionalInt port() {
    return listening.stream().mapToInt(open -> open.server().getAddress().getPort()).findAny();
  }

  @Override
  public void close() {
    listening.ifPresent(
        open -> {
          open.server().stop(0);
          open.executor().shutdownNow();
        });
  }

  private static HttpServer bind(String host, int port) {
    try {
      return HttpServer.create(new InetSocketAddress(host, port), 0);
    } catch (IOException e) {
      throw new PortInUseException(host, port, e);
    }
  }

  private static void answer(
      HttpExchange exchange, String app, Health health, Predicate<Health> good) throws IOException {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("app", app);
    body.put("state", health.state().name());
    body.put("detail", health.detail());
    answer(
        exchange,
        good.test(health) ? OK : UNAVAILABLE,
        "application/json",
        JSON.writeValueAsString(body) + "\n");
  }

  private static void answer(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    try (exchange) {
      boolean head = exchange.getRequestMethod().equals("HEAD");
      if (!head && !exchange.getRequestMethod().equals("GET")) {
        exchange.sendResponseHeaders(METHOD_NOT_ALLOWED, -1);
        return;
      }
      byte[] bytes = body.getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(status, head ? -1 : bytes.length);
      if (!head) {
        exchange.getResponseBody().write(bytes);
      }
    }
  }
}
