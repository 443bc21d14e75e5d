package io.laserstreams.learning.reproduce;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A public library, measured on the same split of a dataset: one seed, one thread, selected on
 * validation, its own training loop.
 *
 * @param label library and model
 * @param models our models of that kind; empty to compare with our best
 * @param figures test AUC and log loss on all samples, in words
 * @param auc the best of these AUCs
 * @param tenth AUC with a tenth of the training samples, null if not measured
 * @param micros serving time of a candidate in slates of 100 on one thread, in words
 */
record PeerFigure(
    String label,
    List<String> models,
    String figures,
    double auc,
    @Nullable Double tenth,
    String micros) {
  /** The figures of a dataset by its name; empty for none. */
  static List<PeerFigure> of(String dataset) {
    try (InputStream in = PeerFigure.class.getResourceAsStream("peers.json")) {
      return new ObjectMapper()
          .readValue(in, new TypeReference<Map<String, List<PeerFigure>>>() {})
          .getOrDefault(dataset, List.of());
    } catch (IOException e) {
      throw new IllegalStateException("the figures of other libraries are unreadable", e);
    }
  }
}
