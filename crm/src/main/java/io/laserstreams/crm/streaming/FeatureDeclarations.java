package io.laserstreams.crm.streaming;

import io.laserstreams.crm.streaming.StreamingFeature.Scale;
import io.laserstreams.crm.streaming.StreamingFeature.Side;
import io.laserstreams.crm.streaming.StreamingFeature.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Declares features of one side and source. */
final class FeatureDeclarations {
  private static final String OWNER = "crm.streaming";

  private final Side side;
  private final Source source;
  private final List<StreamingFeature> features = new ArrayList<>();

  FeatureDeclarations(Side side, Source source) {
    this.side = side;
    this.source = source;
  }

  FeatureDeclarations add(
      String name,
      Scale scale,
      double missing,
      String meaning,
      ToDoubleFunction<FeatureContext> reader) {
    features.add(new StreamingFeature(name, side, scale, source, missing, OWNER, meaning, reader));
    return this;
  }

  List<StreamingFeature> list() {
    return List.copyOf(features);
  }
}
