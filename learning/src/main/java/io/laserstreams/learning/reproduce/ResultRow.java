package io.laserstreams.learning.reproduce;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.laserstreams.crm.bytes.Sha256;
import io.laserstreams.learning.offline.OfflinePlan;
import java.nio.charset.StandardCharsets;

/**
 * One finished training: its outcome and everything that it depends on. In JSON it is flat; scripts
 * read the names, which do not change.
 *
 * @param label the model
 * @param texts source of the knowledge, in words; empty without knowledge
 * @param reading streaming features that the model reads
 * @param fraction of the training samples
 * @param seed of everything random
 * @param validation metrics by which the point of the learning curve was selected
 * @param test metrics of the selected model
 * @param effort of training and serving
 * @param predictions file of the logits on the test part, see {@link PredictionFiles}
 * @param settings everything that the outcome depends on, which identifies the row
 */
public record ResultRow(
    @JsonUnwrapped ModelLabel label,
    String texts,
    @JsonUnwrapped FeatureReading reading,
    double fraction,
    long seed,
    @JsonUnwrapped Validation validation,
    @JsonUnwrapped TestMetrics test,
    @JsonUnwrapped Effort effort,
    String predictions,
    Settings settings) {
  public ResultRow {
    requireNonNull(settings, "settings is null");
  }

  /**
   * What identifies a row. Whatever a later version of the code adds to one of its parts belongs to
   * the identity: earlier rows are then other rows.
   *
   * @param data the dataset's fingerprint
   * @param texts fingerprint of the knowledge vectors, empty if the model reads none
   * @param label the model
   * @param graph fingerprint of what the model reads and of its untrained graphs: changed code of a
   *     model makes another row
   * @param plan including fraction, seed and hyper-parameters
   * @param threads to learn with, which determine how sums are rounded
   */
  public record Settings(
      String data,
      String texts,
      @JsonUnwrapped ModelLabel label,
      String graph,
      OfflinePlan plan,
      int threads) {
    private static final int HASH = 12;

    /** A name for files about the row, which only these settings have. */
    String name() {
      String hash = Sha256.hex(identity().getBytes(StandardCharsets.UTF_8)).substring(0, HASH);
      return "%s-%s-f%s-seed%d-%s"
          .formatted(label.model(), label.knowledge(), plan.fraction(), plan.seed(), hash);
    }

    /** Never changes, because it names the files of earlier runs. */
    private String identity() {
      return ("Settings[data=%s, texts=%s, model=%s, knowledge=%s, side=%s, adapter=%s, graph=%s,"
              + " plan=%s, threads=%s]")
          .formatted(
              data,
              texts,
              label.model(),
              label.knowledge(),
              label.side(),
              label.adapter(),
              graph,
              plan,
              threads);
    }
  }
}
