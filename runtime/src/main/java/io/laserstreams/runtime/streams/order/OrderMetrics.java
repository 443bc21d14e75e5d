package io.laserstreams.runtime.streams.order;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/** What the order between topics costs, and how often it could not be kept. */
final class OrderMetrics {
  private final Timer wait;
  private final Counter behind;
  private final Counter unanswered;
  private final Counter unproven;

  OrderMetrics(MeterRegistry registry) {
    wait =
        Timer.builder("laser.order.wait")
            .description(
                "Time from a poll that returned dependent records until everything sent before"
                    + " them had been read")
            .register(registry);
    behind =
        Counter.builder("laser.order.behind")
            .description(
                "Polls after which records sent before the dependent ones were still to be read")
            .register(registry);
    unanswered =
        Counter.builder("laser.order.unanswered")
            .description("Polls whose records wait, because a broker does not return end offsets")
            .register(registry);
    unproven =
        Counter.builder("laser.order.unproven")
            .description(
                "Records processed although more was to be read before them than is read ahead")
            .register(registry);
  }

  void time(Runnable work) {
    wait.record(work);
  }

  void behind() {
    behind.increment();
  }

  void unanswered() {
    unanswered.increment();
  }

  void unproven() {
    unproven.increment();
  }
}
