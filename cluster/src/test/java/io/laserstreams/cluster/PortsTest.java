package io.laserstreams.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.runtime.failure.UserException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PortsTest {
  private static Ports.Request worker(int port) {
    return new Ports.Request("The app worker", Ports.HOST, port, "--set worker.http.port=0");
  }

  @Test
  void shouldChooseDifferentFreePorts() {
    List<Integer> ports = Ports.claim(List.of(worker(0), worker(0), worker(0)));
    assertEquals(3, Set.copyOf(ports).size());
    assertTrue(ports.stream().allMatch(port -> port > 0), ports.toString());
  }

  @Test
  void shouldNameWhoWantsAPortInUseAndTheWayOut() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertRefused(taken.getLocalPort(), worker(0), worker(taken.getLocalPort()));
    }
    int free = Ports.claim(List.of(worker(0))).get(0);
    assertRefused(free, worker(free), worker(free));
  }

  private static void assertRefused(int port, Ports.Request... requests) {
    String message =
        assertThrows(UserException.class, () -> Ports.claim(List.of(requests))).getMessage();
    assertTrue(
        message.startsWith("The app worker cannot listen on 127.0.0.1:" + port + " ("), message);
    assertTrue(message.endsWith("any free port: --set worker.http.port=0"), message);
  }
}
