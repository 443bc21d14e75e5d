package io.laserstreams.crm.features;

import static java.util.Objects.requireNonNull;

import java.nio.FloatBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The head's inputs that come from the stream, for s slates of at most n candidates, in direct
 * buffers that the next {@link #fill} reuses. The one place where a streaming feature becomes a
 * model's input, for training and for serving. Not thread-safe.
 */
public final class StreamingTensors {
  private final FeatureSpec spec;
  private FloatBuffer ofUser = DirectBuffers.floats();
  private FloatBuffer ofCandidate = DirectBuffers.floats();

  public StreamingTensors(FeatureSpec spec) {
    this.spec = requireNonNull(spec, "spec is null");
  }

  /**
   * Writes the values of these slates.
   *
   * @param slates the values of each slate; null elements for a model that reads none
   * @param width candidates of the longest slate
   * @throws IllegalArgumentException if values are missing, or their number is not the
   *     specification's
   */
  public void fill(List<? extends @Nullable StreamingValues> slates, int width) {
    int each = spec.streamingOfCandidate();
    ofUser = DirectBuffers.floats(ofUser, slates.size() * spec.streamingOfUser());
    ofCandidate = DirectBuffers.floats(ofCandidate, slates.size() * width * each);
    if (spec.streaming() == null) {
      return;
    }
    for (int s = 0; s < slates.size(); s++) {
      @Nullable StreamingValues values = slates.get(s);
      if (values == null) {
        throw new IllegalArgumentException(
            "the model reads %d streaming features, but none were computed"
                .formatted(spec.streamingOfUser() + each));
      }
      put(ofUser, s, spec.streaming().ofUser(), values.ofUser());
      for (int c = 0; c < width; c++) {
        boolean real = c < values.ofCandidates().length;
        put(
            ofCandidate,
            s * width + c,
            spec.streaming().ofCandidate(),
            real ? values.ofCandidates()[c] : null);
      }
    }
  }

  private static void put(
      FloatBuffer target,
      int row,
      List<FeatureSpec.Standardised> features,
      float @Nullable [] values) {
    if (values != null && values.length != features.size()) {
      throw new IllegalArgumentException(
          "the model reads %d streaming features here, but %d were computed"
              .formatted(features.size(), values.length));
    }
    for (int f = 0; f < features.size(); f++) {
      target.put(row * features.size() + f, values == null ? 0 : features.get(f).of(values[f]));
    }
  }

  /** Standardised features of the users, [s, streamingOfUser]. */
  public FloatBuffer ofUser() {
    return ofUser;
  }

  /** Standardised features of the candidates, 0 for padding, [s, n, streamingOfCandidate]. */
  public FloatBuffer ofCandidate() {
    return ofCandidate;
  }
}
