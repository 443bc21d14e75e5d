package io.laserstreams.cluster;

import io.laserstreams.runtime.failure.UserException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** TCP ports on the loopback interface. */
final class Ports {
  static final String HOST = "127.0.0.1";
  private static final byte[] LOOPBACK = {127, 0, 0, 1};
  private static final int MAX_PORT = 65_535;

  private Ports() {}

  /** The purpose of a port, and its number, 0 for any free one. */
  record Request(String purpose, int port) {}

  /**
   * The ports, all different.
   *
   * @throws UserException if one is in use or out of range
   */
  static List<Integer> claim(Request... requests) {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      // Held until all are chosen, so that no free port is chosen twice.
      for (Request request : requests) {
        sockets.add(open(request.purpose(), request.port()));
      }
      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      sockets.forEach(Ports::close);
    }
  }

  private static ServerSocket open(String purpose, int port) {
    if (port < 0 || port > MAX_PORT) {
      throw new UserException(
          "There is no port %d for the %s. Choose one up to %d, or 0 for any free one."
              .formatted(port, purpose, MAX_PORT));
    }
    @Nullable ServerSocket socket = null;
    try {
      socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port));
      return socket;
    } catch (IOException e) {
      close(socket);
      if (port == 0) {
        throw new UncheckedIOException("No free port for the " + purpose, e);
      }
      throw new UserException(
          "Port %d for the %s is in use. Stop what listens there or choose another port."
              .formatted(port, purpose),
          e);
    }
  }

  private static void close(@Nullable ServerSocket socket) {
    if (socket == null) {
      return;
    }
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot close the socket on port " + socket.getLocalPort(), e);
    }
  }
}
