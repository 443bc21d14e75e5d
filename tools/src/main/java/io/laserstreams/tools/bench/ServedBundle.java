package io.laserstreams.tools.bench;

import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.streaming.factors.FittedFactors;
import io.laserstreams.tools.bench.system.SystemOptions;
import io.laserstreams.tools.bench.workload.SyntheticStream;

/** The model that a system under test serves. */
final class ServedBundle {
  private static final int HISTORY = 50;

  private ServedBundle() {}

  /** The bundle of the options, or else one with seeded random weights. */
  static ModelBundle of(SystemOptions options, SyntheticStream stream) {
    if (options.bundle() != null) {
      return ModelBundle.read(options.bundle());
    }
    FeatureSpec spec = options.features() ? stream.specWithFeatures(HISTORY) : stream.spec(HISTORY);
    FittedFactors fitted = options.features() ? stream.fittedFactors() : FittedFactors.NONE;
    return stream.bundle("bench", options.model(), spec, fitted);
  }
}
