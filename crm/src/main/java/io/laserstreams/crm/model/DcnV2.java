package io.laserstreams.crm.model;

import io.laserstreams.crm.ops.Ops;
import java.util.ArrayList;
import java.util.List;

/**
 * DCN-V2 (Wang et al. 2021) in its parallel form: cross layers, each of which raises the degree of
 * explicit feature crosses by one, alongside dense layers on the same features. The history is
 * pooled.
 */
record DcnV2(SharedParts parts, Events events) implements EventBackbone {
  DcnV2(SharedParts parts) {
    this(parts, new Events(parts));
  }

  @Override
  public <T> T logits(Ops<T> ops, HeadInput<T> in) {
    T pooled = events.pooled(ops, in.user(), events.vectors(ops, in.user(), in.events()));
    var features = new ArrayList<T>();
    if (in.profile() != null) {
      features.add(ops.repeat(in.profile(), in.item()));
    }
    features.addAll(List.of(ops.repeat(pooled, in.item()), in.item()));
    int width = parts.profileWidth() + eventWidth() + parts.targetWidth();
    T first = ops.concat(features);
    T x = first;
    for (int layer = 0; layer < parts.shape().layers(); layer++) {
      x = ops.add(ops.multiply(first, Layers.dense(ops, "cross." + layer, x, width, width)), x);
    }
    T crossed = Layers.linear(ops, "cross.logit", x, width, 1);
    return ops.add(parts.logits(ops, in, pooled, eventWidth(), null, 0), ops.squeeze(crossed, 2));
  }
}
