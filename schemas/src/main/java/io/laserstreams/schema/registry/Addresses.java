package io.laserstreams.schema.registry;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The addresses of one registry in turn: the one that answered last is asked until it fails.
 * Thread-safe.
 */
final class Addresses {
  private final List<String> addresses;
  private final AtomicInteger current;

  /**
   * @param first the index of the address to begin with
   */
  Addresses(List<String> addresses, int first) {
    this.addresses = List.copyOf(addresses);
    this.current = new AtomicInteger(first);
  }

  int size() {
    return addresses.size();
  }

  String current() {
    return addresses.get(current.get());
  }

  /** Goes on to the next address, unless another thread has done so already. */
  void failed(String address) {
    int index = current.get();
    if (addresses.get(index).equals(address)) {
      current.compareAndSet(index, (index + 1) % addresses.size());
    }
  }
}
