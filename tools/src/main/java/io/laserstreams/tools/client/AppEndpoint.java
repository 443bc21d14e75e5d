package io.laserstreams.tools.client;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.failure.UserException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Asks instances of an app over HTTP. */
public final class AppEndpoint {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final String app;
  private final String wayOut;

  /**
   * @param app its name in messages
   * @param wayOut what to do if it does not answer
   */
  public AppEndpoint(String app, String wayOut) {
    this.app = requireNonNull(app, "app is null");
    this.wayOut = requireNonNull(wayOut, "wayOut is null");
  }

  /**
   * What an instance answers.
   *
   * @param address for example {@code http://scoring-1:9401}
   * @throws UserException if it does not
   */
  HttpResponse<String> get(URI address, String path) {
    try {
      HttpRequest request = HttpRequest.newBuilder(address.resolve(path)).timeout(PATIENCE).build();
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UserException(
          "%s does not answer at %s (%s). %s".formatted(app, address, e, wayOut), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserException("Interrupted while asking " + address, e);
    }
  }

  /**
   * What an instance measures now.
   *
   * @throws UserException if it does not answer
   */
  public MetricsText metrics(URI address) {
    return new MetricsText(get(address, "/metrics").body());
  }
}
