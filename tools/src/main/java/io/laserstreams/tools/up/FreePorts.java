package io.laserstreams.tools.up;

import io.laserstreams.runtime.config.CommonConfig;
import io.laserstreams.runtime.failure.UserException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The ports that a system is about to listen on. */
final class FreePorts {
  private final Map<String, Port> wanted = new LinkedHashMap<>();

  private record Port(String host, int number, String wayOut) {}

  /**
   * Adds a port.
   *
   * @param who listens there
   * @param wayOut the option that chooses any free port instead
   */
  FreePorts add(String who, String host, int number, String wayOut) {
    if (number != CommonConfig.NO_HTTP && number != 0) {
      wanted.put(who, new Port(host, number, wayOut));
    }
    return this;
  }

  /**
   * Checks that all are free, and different.
   *
   * @throws UserException naming the one that is not, and what to do
   */
  void require() {
    List<ServerSocket> open = new ArrayList<>();
    try {
      wanted.forEach((who, port) -> open.add(bind(who, port)));
    } finally {
      open.forEach(FreePorts::close);
    }
  }

  private static ServerSocket bind(String who, Port port) {
    ServerSocket socket = null;
    try {
      socket = new ServerSocket();
      socket.bind(new InetSocketAddress(port.host(), port.number()));
      return socket;
    } catch (IOException | IllegalArgumentException e) {
      if (socket != null) {
        close(socket);
      }
      throw new UserException(
          "%s cannot listen on %s:%d (%s). Stop what listens there, or choose any free port: %s"
              .formatted(who, port.host(), port.number(), e.getMessage(), port.wayOut()),
          e);
    }
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot close a socket", e);
    }
  }
}
