package io.laserstreams.cluster;

import io.laserstreams.runtime.failure.UserException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** TCP ports on the loopback interface. */
final class Ports {
  static final String HOST = "127.0.0.1";
  private static final int LAST = 65_535;

  private Ports() {}

  /** What a port is wanted for, and which; 0 for a free one. */
  record Wanted(String purpose, int port) {}

  /** The ports, all different. @throws UserException where one is taken or cannot be */
  static List<Integer> claim(Wanted... wanted) {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      // Held until all are chosen, else the same free port may be chosen twice.
      for (Wanted each : wanted) {
        sockets.add(open(each.purpose(), each.port()));
      }
      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      sockets.forEach(Ports::close);
    }
  }

  private static ServerSocket open(String purpose, int port) {
    if (port < 0 || port > LAST) {
      throw new UserException(
          "There is no port "
              + port
              + " for the "
              + purpose
              + ". Choose one up to "
              + LAST
              + ", or 0 for any that is free.");
    }
    ServerSocket socket = null;
    try {
      socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(HOST), port));
      return socket;
    } catch (IOException e) {
      close(socket);
      if (port == 0) {
        throw new UncheckedIOException("No free port for the " + purpose, e);
      }
      throw new UserException(
          "Port "
              + port
              + " for the "
              + purpose
              + " is in use. Stop what listens there or choose another port.",
          e);
    }
  }

  private static void close(ServerSocket socket) {
    try {
      if (socket != null) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot close the socket on port " + socket.getLocalPort(), e);
    }
  }
}
