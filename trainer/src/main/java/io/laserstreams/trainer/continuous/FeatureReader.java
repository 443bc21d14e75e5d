package io.laserstreams.trainer.continuous;

import io.laserstreams.crm.features.StreamingValues;
import io.laserstreams.runtime.deadletter.BadRecordException;
import io.laserstreams.schema.FloatLists;
import io.laserstreams.schema.SampleCandidate;
import io.laserstreams.schema.ServedFeatures;
import io.laserstreams.schema.TrainingSample;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the streaming features of samples. Not thread-safe. */
final class FeatureReader {
  private static final int MAX_CACHED_NAMES = 64;
  private static final long NO_FACTORS = 0;

  private final Map<List<List<String>>, LoggedFeatures.Names> cachedNames = new HashMap<>();

  /**
   * Returns the sample's features, null if none were served.
   *
   * @throws BadRecordException if the numbers of values and names differ, a name is repeated, or a
   *     value is not finite
   */
  @Nullable LoggedFeatures read(TrainingSample sample) {
    ServedFeatures served = sample.getFeatures();
    if (served == null) {
      return null;
    }
    LoggedFeatures.Names names = names(sample.getImpressionId(), served);
    float[][] each = new float[sample.getCandidates().size()][];
    for (int c = 0; c < each.length; c++) {
      SampleCandidate candidate = sample.getCandidates().get(c);
      each[c] =
          values(
              sample,
              "item " + candidate.getItemId(),
              candidate.getFeatures(),
              served.getOfCandidates());
    }
    float[] ofUser = values(sample, "the user", served.getUserValues(), served.getOfUser());
    return new LoggedFeatures(
        names, new StreamingValues(ofUser, each), served.getBasis() != NO_FACTORS);
  }

  private LoggedFeatures.Names names(String impressionId, ServedFeatures served) {
    var key = List.of(served.getOfUser(), served.getOfCandidates());
    LoggedFeatures.Names names = cachedNames.get(key);
    if (names == null) {
      for (List<String> list : key) {
        if (new HashSet<>(list).size() < list.size()) {
          throw new BadRecordException(
              "bad-features", "Sample " + impressionId + " names a feature twice: " + list);
        }
      }
      if (cachedNames.size() == MAX_CACHED_NAMES) {
        cachedNames.clear();
      }
      names = new LoggedFeatures.Names(served.getOfUser(), served.getOfCandidates());
      cachedNames.put(key, names);
    }
    return names;
  }

  private static float[] values(
      TrainingSample sample, String whose, List<Float> values, List<String> names) {
    if (values.size() != names.size()) {
      throw new BadRecordException(
          "bad-features",
          "Sample %s has %d features of %s, but names %d"
              .formatted(sample.getImpressionId(), values.size(), whose, names.size()));
    }
    float[] floats = FloatLists.toArray(values);
    for (int f = 0; f < floats.length; f++) {
      if (!Float.isFinite(floats[f])) {
        throw new BadRecordException(
            "bad-features",
            "Sample %s gives feature %s of %s as %s"
                .formatted(sample.getImpressionId(), names.get(f), whose, floats[f]));
      }
    }
    return floats;
  }
}
