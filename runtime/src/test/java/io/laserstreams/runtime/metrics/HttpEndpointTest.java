package io.laserstreams.runtime.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.laserstreams.runtime.App.Health;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.config.CommonConfig;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpEndpointTest {
  private final AppMetrics metrics = new AppMetrics("scoring");
  private final AtomicReference<Health> health =
      new AtomicReference<>(Health.starting("loading \"model\""));
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    metrics.close();
  }

  @Test
  void shouldServeMetersWithTheApp() throws Exception {
    metrics.registry().counter("laser.scores", "model", "m1").increment();

    try (HttpEndpoint endpoint = open(0)) {
      HttpResponse<String> response = get(endpoint, "/metrics");

      assertEquals(200, response.statusCode());
      assertEquals(
          "text/plain; version=0.0.4; charset=utf-8",
          response.headers().firstValue("Content-Type").orElseThrow());
      assertTrue(
          response.body().contains("laser_scores_total{app=\"scoring\",model=\"m1\"} 1.0"),
          response.body());
      assertTrue(response.body().contains("laser_ready{app=\"scoring\"} 0.0"), response.body());
      assertTrue(response.body().contains("jvm_memory_used_bytes"), response.body());
    }
  }

  @Test
  void shouldTellLifeAndReadinessByStatusAndJson() throws Exception {
    try (HttpEndpoint endpoint = open(0)) {
      assertHealth(endpoint, 200, 503, Health.starting("loading \"model\""));
      assertHealth(endpoint, 200, 200, Health.ready("processing"));
      assertHealth(endpoint, 503, 503, Health.failed("too many restarts"));
      assertHealth(endpoint, 503, 503, Health.closed());
    }
  }

  @Test
  void shouldAnswerUnknownPathsAndMethodsPlainly() throws Exception {
    try (HttpEndpoint endpoint = open(0)) {
      assertEquals(404, get(endpoint, "/nothing").statusCode());
      HttpRequest post =
          HttpRequest.newBuilder(uri(endpoint, "/metrics"))
              .POST(HttpRequest.BodyPublishers.ofString("x"))
              .build();
      assertEquals(405, client.send(post, HttpResponse.BodyHandlers.ofString()).statusCode());
    }
  }

  @Test
  void shouldNameKeyAndValueOfAPortInUse() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      PortInUseException e =
          assertThrows(PortInUseException.class, () -> open(taken.getLocalPort()));

      assertTrue(
          e.getMessage().contains("127.0.0.1:" + taken.getLocalPort())
              && e.getMessage().contains("Set http.port"),
          e.getMessage());
    }
  }

  @Test
  void shouldOpenNothingWhereThePortIsMinusOne() {
    try (HttpEndpoint endpoint = open(CommonConfig.NO_HTTP)) {
      assertTrue(endpoint.port().isEmpty());
    }
  }

  private void assertHealth(HttpEndpoint endpoint, int live, int ready, Health state)
      throws Exception {
    health.set(state);
    assertEquals(live, get(endpoint, "/health/live").statusCode());
    HttpResponse<String> response = get(endpoint, "/health/ready");
    assertEquals(ready, response.statusCode());
    assertEquals(
        Map.of("app", "scoring", "state", state.state().name(), "detail", state.detail()),
        new ObjectMapper().readValue(response.body(), Map.class));
  }

  private HttpResponse<String> get(HttpEndpoint endpoint, String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(uri(endpoint, path)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static URI uri(HttpEndpoint endpoint, String path) {
    return URI.create("http://127.0.0.1:" + endpoint.port().orElseThrow() + path);
  }

  private HttpEndpoint open(int port) {
    return HttpEndpoint.open(
        AppConfig.of("scoring", CommonConfig.definition(port), Map.of()), metrics, health::get);
  }
}
