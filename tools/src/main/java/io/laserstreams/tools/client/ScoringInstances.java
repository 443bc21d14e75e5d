package io.laserstreams.tools.client;

import io.laserstreams.runtime.failure.UserException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;

/** The health and the metrics of all instances of scoring, over HTTP. */
public final class ScoringInstances {
  private static final int OK = 200;

  private final AppEndpoint endpoint =
      new AppEndpoint(
          "Scoring",
          "Start it, or name all of its instances with --scoring, or do not wait for it:"
              + " --no-wait");
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
      HttpResponse<String> answer = endpoint.get(address, "/health/ready");
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
    return new ScoringMetrics(address, endpoint.get(address, "/metrics").body());
  }

  /** What an instance says about its health, in JSON. */
  public String health(URI address) {
    return endpoint.get(address, "/health/ready").body().strip();
  }
}
