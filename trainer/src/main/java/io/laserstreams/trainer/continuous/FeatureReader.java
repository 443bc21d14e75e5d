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

/** Reads what samples say of streaming features. Used by one thread. */
final class FeatureReader {
  private static final int NAMES_KEPT = 64;
  private static final long NO_BASIS = 0;

  private final Map<List<List<String>>, LoggedFeatures.Names> known = new HashMap<>();

  /**
   * The sample's features, null where none were served.
   *
   * @throws BadRecordException where there are not as many values as names, or one is not finite
   */
  LoggedFeatures read(TrainingSample sample) {
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
        names, new StreamingValues(ofUser, each), served.getBasis() != NO_BASIS);
  }

  private LoggedFeatures.Names names(String impressionId, ServedFeatures served) {
    var key = List.of(served.getOfUser(), served.getOfCandidates());
    LoggedFeatures.Names names = known.get(key);
    if (names == null) {
      for (List<String> list : key) {
        if (new HashSet<>(list).size() < list.size()) {
          throw new BadRecordException(
              "bad-features", "Sample " + impressionId + " names a feature twice: " + list);
        }
      }
      if (known.size() == NAMES_KEPT) {
        known.clear();
      }
      names = new LoggedFeatures.Names(served.getOfUser(), served.getOfCandidates());
      known.put(key, names);
    }
    return names;
  }

  private static float[] values(
      TrainingSample sample, String whose, List<Float> values, List<String> names) {
    if (values.size() != names.size()) {
      throw new BadRecordException(
          "bad-features",
          "Sample "
              + sample.getImpressionId()
              + " has "
              + values.size()
              + " features of "
              + whose
              + ", but names "
              + names.size());
    }
    float[] floats = FloatLists.toArray(values);
    for (int f = 0; f < floats.length; f++) {
      if (!Float.isFinite(floats[f])) {
        throw new BadRecordException(
            "bad-features",
            "Sample "
                + sample.getImpressionId()
                + " gives feature "
                + names.get(f)
                + " of "
                + whose
                + " as "
                + floats[f]);
      }
    }
    return floats;
  }
}
