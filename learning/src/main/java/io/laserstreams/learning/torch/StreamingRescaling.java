package io.laserstreams.learning.torch;

import io.laserstreams.crm.features.FeatureSpec.Standardised;
import io.laserstreams.crm.features.FeatureSpec.Streaming;
import java.util.List;

/**
 * Adapts a model's weights of streaming features, and the biases beside them, to another
 * standardisation, so that it computes the same: {@code w (v - m) / d} is {@code (w e / d) (v - n)
 * / e + w (n - m) / d}.
 */
record StreamingRescaling(Parameters parameters) {
  private static final String DENSE = "dense.0.";
  private static final String LOGIT = "logit.";
  private static final String USER = "streaming.user";
  private static final String PAIR = "streaming.pair";
  private static final String WEIGHT = ".weight";

  void from(Streaming before, Streaming after) {
    rescale(DENSE + USER + WEIGHT, DENSE + "pair.bias", before.ofUser(), after.ofUser());
    rescale(DENSE + PAIR + WEIGHT, DENSE + "pair.bias", before.ofCandidate(), after.ofCandidate());
    rescale(LOGIT + USER, LOGIT + "bias", before.ofUser(), after.ofUser());
    rescale(LOGIT + PAIR, LOGIT + "bias", before.ofCandidate(), after.ofCandidate());
  }

  private void rescale(
      String name, String biasName, List<Standardised> before, List<Standardised> after) {
    if (before.isEmpty()) {
      return;
    }
    float[] weights = Tensors.floats(parameters.get(name));
    float[] bias = Tensors.floats(parameters.get(biasName));
    for (int f = 0; f < before.size(); f++) {
      Standardised old = before.get(f);
      double scale = after.get(f).deviation() / (double) old.deviation();
      double shift = (after.get(f).mean() - (double) old.mean()) / old.deviation();
      for (int unit = 0; unit < bias.length; unit++) {
        int at = f * bias.length + unit;
        bias[unit] += (float) (weights[at] * shift);
        weights[at] *= (float) scale;
      }
    }
    parameters.set(name, weights);
    parameters.set(biasName, bias);
  }
}
