package io.laserstreams.trainer.continuous;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.features.FeatureSpec.Standardised;
import io.laserstreams.crm.features.StreamingValues;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Streaming features of a slate as they were served, by name, because the model that learns need
 * not read what the one that served did.
 *
 * @param names of the values, shared by slates with the same ones
 * @param values as they were computed
 * @param throughBasis whether they were seen through a fit
 */
record LoggedFeatures(Names names, StreamingValues values, boolean throughBasis) {
  LoggedFeatures {
    requireNonNull(names, "names is null");
    requireNonNull(values, "values is null");
  }

  /**
   * What a model reads of a slate; its mean in training stands for a feature that the slate lacks.
   *
   * @param logged null where none were served
   * @param streaming null where the model reads none, which makes the answer null
   */
  static StreamingValues read(
      LoggedFeatures logged, FeatureSpec.Streaming streaming, int candidates) {
    return streaming == null || logged == null
        ? (streaming == null ? null : streaming.means(candidates))
        : logged.read(streaming);
  }

  private StreamingValues read(FeatureSpec.Streaming streaming) {
    float[][] each = new float[values.ofCandidates().length][];
    for (int c = 0; c < each.length; c++) {
      each[c] = names.ofCandidates.read(values.ofCandidates()[c], streaming.ofCandidate());
    }
    return new StreamingValues(names.ofUser.read(values.ofUser(), streaming.ofUser()), each);
  }

  /** Whether a slate has all that a model reads. */
  static boolean complete(LoggedFeatures logged, FeatureSpec.Streaming streaming) {
    return streaming == null
        || logged != null
            && logged.names.ofUser.have(streaming.ofUser())
            && logged.names.ofCandidates.have(streaming.ofCandidate());
  }

  /** The names of a slate's values. */
  static final class Names {
    private final Columns ofUser;
    private final Columns ofCandidates;

    Names(List<String> ofUser, List<String> ofCandidates) {
      this.ofUser = new Columns(ofUser);
      this.ofCandidates = new Columns(ofCandidates);
    }
  }

  /** Where each name's value is. */
  private static final class Columns {
    private final Map<String, Integer> columns = new HashMap<>();

    Columns(List<String> names) {
      names.forEach(name -> columns.put(name, columns.size()));
    }

    boolean have(List<Standardised> features) {
      return features.stream().allMatch(feature -> columns.containsKey(feature.name()));
    }

    float[] read(float[] row, List<Standardised> features) {
      float[] read = new float[features.size()];
      for (int f = 0; f < read.length; f++) {
        Integer column = columns.get(features.get(f).name());
        read[f] = column == null ? features.get(f).mean() : row[column];
      }
      return read;
    }
  }
}
