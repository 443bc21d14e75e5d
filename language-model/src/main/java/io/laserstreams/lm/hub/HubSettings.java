package io.laserstreams.lm.hub;

import static java.util.Objects.requireNonNull;

import java.net.ProxySelector;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How the hub is reached.
 *
 * @param endpoint its address
 * @param token that allows to read what is not public
 * @param proxies on the way
 * @param patience with an answer that does not come, or does not go on
 * @param pause before the first repetition of a download that was cut; doubled each time
 */
public record HubSettings(
    URI endpoint,
    Optional<String> token,
    ProxySelector proxies,
    Duration patience,
    Duration pause) {
  private static final String DEFAULT_ENDPOINT = "https://huggingface.co";

  public HubSettings {
    requireNonNull(endpoint, "endpoint is null");
    requireNonNull(token, "token is null");
    requireNonNull(proxies, "proxies is null");
    requireNonNull(patience, "patience is null");
    requireNonNull(pause, "pause is null");
  }

  /**
   * As the hub's own client reads them: {@code HF_ENDPOINT}, {@code HF_TOKEN}, {@code HTTPS_PROXY},
   * {@code HTTP_PROXY} and {@code NO_PROXY}.
   */
  public static HubSettings of(Map<String, String> environment) {
    String endpoint = environment.getOrDefault("HF_ENDPOINT", DEFAULT_ENDPOINT);
    return new HubSettings(
        URI.create(endpoint.replaceAll("/+$", "")),
        Optional.ofNullable(environment.get("HF_TOKEN")).filter(token -> !token.isBlank()),
        new EnvironmentProxies(environment),
        Duration.ofSeconds(30),
        Duration.ofSeconds(1));
  }
}
