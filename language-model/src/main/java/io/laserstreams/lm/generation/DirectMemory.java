package io.laserstreams.lm.generation;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/** The JVM's memory for buffers outside the heap. */
public final class DirectMemory {
  private DirectMemory() {}

  /** Bytes that all buffers may take together: as much as the heap unless it is told otherwise. */
  public static long limit() {
    String option =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
            .getVMOption("MaxDirectMemorySize")
            .getValue();
    long bytes = Long.parseLong(option);
    return bytes > 0 ? bytes : Runtime.getRuntime().maxMemory();
  }
}
