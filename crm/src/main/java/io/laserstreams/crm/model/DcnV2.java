package io.laserstreams.crm.model;

import io.laserstreams.crm.ops.Ops;
import java.util.ArrayList;
import java.util.List;

/**
 * DCN-V2 (Wang et al. 2021) in its parallel form: layers that cross all features explicitly, one
 * degree each, beside dense layers on the same features. The history is pooled.
 */
record DcnV2(SharedParts parts, Events events) implements EventBackbone {
  DcnV2(SharedParts parts) {
    this(parts, new Events(parts));
  }

  @Override
  public <T> T logits(Ops<T> ops, Scene<T> scene) {
    T pooled = events.pooled(ops, scene.user(), events.vectors(ops, scene.user(), scene.events()));
    var features = new ArrayList<T>();
    if (scene.profile() != null) {
      features.add(ops.repeat(scene.profile(), scene.item()));
    }
    features.addAll(List.of(ops.repeat(pooled, scene.item()), scene.item()));
    int width = parts.profileWidth() + eventWidth() + parts.targetWidth();
    T first = ops.concat(features);
    T x = first;
    for (int layer = 0; layer < parts.shape().layers(); layer++) {
      x = ops.add(ops.multiply(first, Layers.dense(ops, "cross." + layer, x, width, width)), x);
    }
    T crossed = Layers.linear(ops, "cross.logit", x, width, 1);
    return ops.add(
        parts.logits(ops, scene, pooled, eventWidth(), null, 0), ops.squeeze(crossed, 2));
  }
}
