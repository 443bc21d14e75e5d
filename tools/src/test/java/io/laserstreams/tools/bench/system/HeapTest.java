package io.laserstreams.tools.bench.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class HeapTest {
  @Test
  void shouldReadTheUseOfTheHeapBeforeThatOfMetaspace() {
    String info =
        """
        1234:
         garbage-first heap   total 524288K, used 20480K [0x0, 0x1)
          region size 1024K, 3 young (3072K), 1 survivors (1024K)
         Metaspace       used 9000K, committed 9100K, reserved 1000000K
        """;

    assertEquals(20_480 * 1024, Heap.parse(info).orElseThrow());
    assertTrue(Heap.parse("1234: no such process").isEmpty());
  }
}
