package io.laserstreams.cluster;

import io.laserstreams.runtime.failure.UserException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** TCP ports that a system is about to listen on. */
public final class Ports {
  /** The loopback interface. */
  public static final String HOST = "127.0.0.1";

  private static final int MAX_PORT = 65_535;

  private Ports() {}

  /**
   * A port to listen on.
   *
   * @param who listens there, at the beginning of a sentence
   * @param port its number, 0 for any free one
   * @param wayOut how to have any free port instead
   */
  public record Request(String who, String host, int port, String wayOut) {
    /** On the loopback interface. */
    static Request local(String who, int port) {
      return new Request(who, HOST, port, "0");
    }
  }

  /**
   * The ports, all free and different.
   *
   * @throws UserException naming the one that is not, and what to do
   */
  public static List<Integer> claim(List<Request> requests) {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      // Held until all are chosen, so that no free port is chosen twice.
      for (Request request : requests) {
        sockets.add(open(request));
      }
      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      sockets.forEach(Ports::close);
    }
  }

  private static ServerSocket open(Request request) {
    int port = request.port();
    if (port < 0 || port > MAX_PORT) {
      throw new UserException(
          "%s has no port %d: choose one up to %d, or any free port: %s"
              .formatted(request.who(), port, MAX_PORT, request.wayOut()));
    }
    @Nullable ServerSocket socket = null;
    try {
      socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(request.host(), port));
      return socket;
    } catch (IOException e) {
      close(socket);
      throw new UserException(
          "%s cannot listen on %s:%d (%s). Stop what listens there, or choose any free port: %s"
              .formatted(request.who(), request.host(), port, e.getMessage(), request.wayOut()),
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
