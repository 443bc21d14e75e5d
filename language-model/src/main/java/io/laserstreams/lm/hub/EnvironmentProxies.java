package io.laserstreams.lm.hub;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The proxies that the environment names, as curl reads them. */
final class EnvironmentProxies extends ProxySelector {
  private final Map<String, String> environment;

  EnvironmentProxies(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public List<Proxy> select(URI uri) {
    String key = String.valueOf(uri.getScheme()).toUpperCase(Locale.ROOT) + "_PROXY";
    return List.of(
        find(key)
            .filter(proxy -> !excepted(String.valueOf(uri.getHost())))
            .map(EnvironmentProxies::proxy)
            .orElse(Proxy.NO_PROXY));
  }

  private Optional<String> find(String key) {
    String value = environment.getOrDefault(key, environment.get(key.toLowerCase(Locale.ROOT)));
    return Optional.ofNullable(value).filter(text -> !text.isBlank());
  }

  private boolean excepted(String host) {
    return Arrays.stream(find("NO_PROXY").orElse("").split(",", -1))
        .map(String::strip)
        .filter(suffix -> !suffix.isEmpty())
        .map(suffix -> suffix.startsWith(".") ? suffix.substring(1) : suffix)
        .anyMatch(
            suffix -> suffix.equals("*") || host.equals(suffix) || host.endsWith("." + suffix));
  }

  private static Proxy proxy(String text) {
    URI uri = URI.create(text.contains("://") ? text : "http://" + text);
    if (uri.getHost() == null || uri.getPort() < 0) {
      throw new HubException(
          "the environment names the proxy '" + text + "'; write it as http://host:port");
    }
    return new Proxy(Proxy.Type.HTTP, new InetSocketAddress(uri.getHost(), uri.getPort()));
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException e) {
    // The client reports it.
  }
}
