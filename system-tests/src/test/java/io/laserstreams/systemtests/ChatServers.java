package io.laserstreams.systemtests;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;

/** What chat servers of tests have in common. */
final class ChatServers {
  private ChatServers() {}

  /** A server for chat completions at a free port, not started. */
  static HttpServer create(HttpHandler completions) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/chat/completions", completions);
    return server;
  }

  /** Of a worker that asks this server about items. */
  static Map<String, String> settings(HttpServer server) {
    String url =
        "http://%s:%d/v1"
            .formatted(server.getAddress().getHostString(), server.getAddress().getPort());
    return Map.of(
        "generator.items",
        "openai",
        "generator.openai.model",
        "slow",
        "generator.openai.base.url",
        url);
  }
}
