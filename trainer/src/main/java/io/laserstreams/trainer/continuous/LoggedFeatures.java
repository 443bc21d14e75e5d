package io.laserstreams.trainer.continuous;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.features.FeatureSpec.Standardised;
import io.laserstreams.crm.features.StreamingValues;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Streaming features of a slate as they were served. They are read by name, because the model that
 * learns may read other features than the one that served.
 *
 * @param names names of the values, shared by slates that have the same ones
 * @param values the values as they were computed
 * @param throughFactors whether they were computed with fitted factors
 */
record LoggedFeatures(Names names, StreamingValues values, boolean throughFactors) {
  LoggedFeatures {
    requireNonNull(names, "names is null");
    requireNonNull(values, "values is null");
  }

  /**
   * The values that a model reads; a feature that the slate lacks has its mean in training.
   *
   * @param logged null if none were served
   * @param streaming null if the model reads none
   * @return null if the model reads none
   */
  static @Nullable StreamingValues read(
      @Nullable LoggedFeatures logged, FeatureSpec.@Nullable Streaming streaming, int candidates) {
    if (streaming == null) {
      return null;
    }
    return logged == null ? streaming.means(candidates) : logged.read(streaming);
  }

  /** The values that a model reads. */
  StreamingValues read(FeatureSpec.Streaming streaming) {
    float[][] each = new float[values.ofCandidates().length][];
    for (int c = 0; c < each.length; c++) {
      each[c] = names.ofCandidates.read(values.ofCandidates()[c], streaming.ofCandidate());
    }
    return new StreamingValues(names.ofUser.read(values.ofUser(), streaming.ofUser()), each);
  }

  /** Whether a slate has all features that a model reads. */
  static boolean complete(
      @Nullable LoggedFeatures logged, FeatureSpec.@Nullable Streaming streaming) {
    return streaming == null
        || (logged != null
            && logged.names.ofUser.containAll(streaming.ofUser())
            && logged.names.ofCandidates.containAll(streaming.ofCandidate()));
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

  /** The column of each name. */
  private static final class Columns {
    private final Map<String, Integer> columns = new HashMap<>();

    Columns(List<String> names) {
      names.forEach(name -> columns.put(name, columns.size()));
    }

    boolean containAll(List<Standardised> features) {
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
