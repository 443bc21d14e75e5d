package io.laserstreams.tools.bench.machine;

/**
 * CPU time of the whole machine since it started, in ticks of a hundredth of a second.
 *
 * @param all of all CPUs, busy or not
 * @param busy what some process, the kernel or another virtual machine took
 */
record CpuTicks(long all, long busy) {
  static final double PER_SECOND = 100;

  private static final int IDLE = 3;
  private static final int WAITING = 4;

  /** Guests' time, which follows, is in the users' time already. */
  private static final int COUNTED = 8;

  /**
   * Reads the first line of {@code /proc/stat}.
   *
   * @throws IllegalArgumentException if it is not that of all CPUs
   */
  static CpuTicks parse(String stat) {
    String[] words = stat.lines().findFirst().orElse("").trim().split("\\s+", -1);
    if (words.length <= COUNTED || !words[0].equals("cpu")) {
      throw new IllegalArgumentException("no CPU times in /proc/stat: " + String.join(" ", words));
    }
    long all = 0;
    long idle = 0;
    for (int i = 0; i < COUNTED; i++) {
      long ticks = Long.parseLong(words[i + 1]);
      all += ticks;
      idle += i == IDLE || i == WAITING ? ticks : 0;
    }
    return new CpuTicks(all, all - idle);
  }

  /**
   * The share of the machine's CPU that others took.
   *
   * @param before an earlier reading
   * @param ownSeconds CPU time of the processes that belong to the measurement
   * @return 0 to 1
   */
  double others(CpuTicks before, double ownSeconds) {
    double elapsed = (double) all - before.all;
    double others = busy - before.busy - ownSeconds * PER_SECOND;
    return elapsed <= 0 ? 0 : Math.max(0, Math.min(1, others / elapsed));
  }
}
