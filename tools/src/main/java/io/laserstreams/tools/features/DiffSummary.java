package io.laserstreams.tools.features;

import java.util.List;
import java.util.Map;

/** A {@link DiffReport} for scripts; names do not change. */
record DiffSummary(
    long samples,
    Map<ExclusionReason, Long> apart,
    long refused,
    long values,
    long differing,
    double largest,
    List<FeatureDifference> features) {
  static DiffSummary of(DiffReport report) {
    return new DiffSummary(
        report.samples(),
        report.excluded(),
        report.refused(),
        report.values(),
        report.differing(),
        report.largest(),
        report.features());
  }
}
