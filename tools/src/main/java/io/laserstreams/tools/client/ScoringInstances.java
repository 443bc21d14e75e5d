package io.laserstreams.tools.client;

import io.laserstreams.runtime.failure.UserException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/** The health and the metrics of all instances of scoring, over HTTP. */
public final class ScoringInstances {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int OK = 200;

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final List<URI> addresses;

  /**
   * @param addresses for example {@code http://scoring-1:9401}
   */
  public ScoringInstances(List<URI> addresses) {
    this.addresses = List.copyOf(addresses);
  }

  /**
   * @throws UserException if one of them is not ready
   */
  public void requireReady() {
    for (URI address : addresses) {
      HttpResponse<String> answer = get(address, "/health/ready");
      if (answer.statusCode() != OK) {
        throw new UserException("Scoring at " + address + " is not ready: " + answer.body());
      }
    }
  }

  /**
   * Records and transaction markers before the end of a topic that instances have not read into
   * their tables.
   */
  public long left(String topic, long end) {
    long left = 0;
    for (URI address : addresses) {
      left += Math.max(0, end - metrics(address).position(topic));
    }
    return left;
  }

  /** Where they serve their metrics. */
  public List<URI> addresses() {
    return addresses;
  }

  /**
   * What an instance measures now.
   *
   * @throws UserException if it does not answer
   */
  public ScoringMetrics metrics(URI address) {
    return new ScoringMetrics(address, get(address, "/metrics").body());
  }

  /** What an instance says about its health, in JSON. */
  public String health(URI address) {
    return get(address, "/health/ready").body().strip();
  }

  private HttpResponse<String> get(URI address, String path) {
    try {
      HttpRequest request = HttpRequest.newBuilder(address.resolve(path)).timeout(PATIENCE).build();
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UserException(
          "Scoring does not answer at "
              + address
              + " ("
              + e
              + "). Start it, or name all of its instances with --scoring, or do not wait for it:"
              + " --no-wait",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserException("Interrupted while asking " + address, e);
    }
  }
}
