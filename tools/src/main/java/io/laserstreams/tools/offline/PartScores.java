package io.laserstreams.tools.offline;

import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.learning.dataset.Dataset;
import io.laserstreams.learning.dataset.Knowledge;
import io.laserstreams.learning.dataset.Part;
import io.laserstreams.learning.dataset.Protocol;
import io.laserstreams.learning.offline.OfflineEvaluator;
import io.laserstreams.learning.streaming.StreamingTable;
import io.laserstreams.tools.output.Progress;
import org.jspecify.annotations.Nullable;

/** Scores the validation and the test part of a dataset with a bundle. */
final class PartScores {
  private PartScores() {}

  /**
   * @param table streaming features; null if the model reads none
   * @param limit first samples of each part to score
   * @param evenLearntFrom whether to score samples that the model may have learnt from
   */
  static OfflineEvaluator.Evaluation of(
      Dataset data,
      Knowledge knowledge,
      @Nullable StreamingTable table,
      ModelBundle model,
      int limit,
      boolean evenLearntFrom) {
    Protocol protocol = data.protocol();
    long all =
        Math.min(limit, protocol.samples(Part.VALIDATION))
            + (long) Math.min(limit, protocol.samples(Part.TEST));
    var request =
        OfflineEvaluator.Request.of(
            n -> protocol.part(n) != Part.TRAINING && n - protocol.first(protocol.part(n)) < limit);
    try (var progress = Progress.counting("evaluate", "samples", all)) {
      return new OfflineEvaluator(data, knowledge, table == null ? sample -> null : table::of)
          .evaluate(
              model,
              evenLearntFrom ? request.evenIfLearntFrom() : request,
              done -> progress.at(done, all));
    }
  }
}
