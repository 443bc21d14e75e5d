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
 * @param label as the paper names the model
 * @param models our models of that kind; empty for models that are not ours to train
 * @param auc of the test part
 * @param logLoss of the test part
 */
public record PublishedFigure(String label, List<String> models, double auc, double logLoss) {
  /** The figures of a dataset by its name, none where the paper has none. */
  public static List<PublishedFigure> of(String dataset) {
    try (InputStream in = PublishedFigure.class.getResourceAsStream("published.json")) {
      return new ObjectMapper()
          .readValue(in, new TypeReference<Map<String, List<PublishedFigure>>>() {})
          .getOrDefault(dataset, List.of());
    } catch (IOException e) {
      throw new IllegalStateException("the published figures are unreadable", e);
    }
  }
}
