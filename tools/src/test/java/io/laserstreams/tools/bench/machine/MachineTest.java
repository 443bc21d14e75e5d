package io.laserstreams.tools.bench.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class MachineTest {
  @Test
  void shouldNameTheProcessor() {
    assertEquals(
        "Fast(R) CPU @ 2.8GHz",
        Machine.cpu(
            List.of("processor\t: 0", "model name\t: Fast(R) CPU @ 2.8GHz", "flags\t: fpu")));
  }

  @Test
  void shouldNameTheArchitectureOfAProcessorWithoutName() {
    assertEquals(System.getProperty("os.arch"), Machine.cpu(List.of("processor\t: 0")));
  }

  @Test
  void shouldReadResidentMemoryInBytes() {
    assertEquals(
        2_048_000,
        ResidentMemory.parse(List.of("VmPeak:\t  9 kB", "VmRSS:\t    2000 kB")).orElseThrow());
    assertTrue(ResidentMemory.parse(List.of("Name:\tjava")).isEmpty());
  }
}
