package io.laserstreams.cli.cluster;

import io.laserstreams.cli.UserException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** TCP ports on the loopback interface. */
final class Ports {
  static final String HOST = "127.0.0.1";

  private Ports() {}

  /** The port, or a free one for 0. @throws UserException where the port is taken */
  static int claim(String purpose, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(HOST), port));
      return socket.getLocalPort();
    } catch (IOException e) {
      if (port == 0) {
        throw new UncheckedIOException("No free port for the " + purpose, e);
      }
      throw new UserException("Port " + port + " for the " + purpose + " is in use. Stop what listens there or choose another port.", e);
    }
  }
}
