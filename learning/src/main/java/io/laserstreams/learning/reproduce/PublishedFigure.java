package io.laserstreams.learning.reproduce;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/**
 * A row of the paper's table (Lin et al. 2024, Laser).
 *
 * @param label the model's name in the paper
 * @param models our models of that kind; empty if we have none
 * @param auc of the test part
 * @param logLoss of the test part
 */
record PublishedFigure(String label, List<String> models, double auc, double logLoss) {
  /** The figures of a dataset by its name; empty if the paper has none. */
  static List<PublishedFigure> of(String dataset) {
    try (InputStream in = PublishedFigure.class.getResourceAsStream("published.json")) {
      return new ObjectMapper()
          .readValue(in, new TypeReference<Map<String, List<PublishedFigure>>>() {})
          .getOrDefault(dataset, List.of());
    } catch (IOException e) {
      throw new IllegalStateException("the published figures are unreadable", e);
    }
  }
}
