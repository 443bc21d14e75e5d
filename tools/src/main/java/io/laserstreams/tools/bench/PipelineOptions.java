package io.laserstreams.tools.bench;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.tools.bench.system.SystemOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How to measure the pipeline.
 *
 * @param baseline another build, whose scoring is measured in turns with this one's; null for none
 * @param baselineBundle the model that it serves, if it cannot read the other; null for the same
 * @param withTopologies whether a pass-through, and a topology that only writes what scoring
 *     writes, are measured as well
 * @param rates impressions a second at which latency is measured
 * @param window how long each measurement lasts
 * @param warmUp at most
 */
public record PipelineOptions(
    SystemOptions system,
    @Nullable Path baseline,
    @Nullable Path baselineBundle,
    boolean withTopologies,
    List<Double> rates,
    Duration window,
    Duration warmUp) {
  public PipelineOptions {
    requireNonNull(system, "system is null");
    rates = List.copyOf(rates);
    for (double rate : rates) {
      if (!(rate > 0 && rate <= 1e6)) {
        throw new UserException(
            "--rates has " + rate + ", each must be above 0 and at most 1000000 a second");
      }
    }
    if (baseline == null && baselineBundle != null) {
      throw new UserException(
          "--baseline-bundle is " + baselineBundle + ", but there is no --baseline to serve it");
    }
  }
}
