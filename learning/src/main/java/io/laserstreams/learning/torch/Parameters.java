package io.laserstreams.learning.torch;

import io.laserstreams.crm.model.Weights;
import io.laserstreams.crm.ops.Init;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.jspecify.annotations.Nullable;

/** A model's parameters as libtorch tensors that outlive the scope of a step, until closed. */
final class Parameters implements AutoCloseable {
  private final Weights initial;
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();

  Parameters(Weights weights) {
    initial = weights;
    weights
        .asMap()
        .forEach(
            (name, weight) -> {
              Tensor tensor = Tensors.copyOf(weight.values(), shape(weight));
              tensor.set_requires_grad(weight.init() != Init.FITTED);
              tensors.put(name, tensor.<Tensor>retainReference());
            });
  }

  private static long[] shape(Weights.Weight weight) {
    return Arrays.stream(weight.shape()).asLongStream().toArray();
  }

  Tensor get(String name) {
    return known(name, tensors.get(name));
  }

  private static <T> T known(String name, @Nullable T parameter) {
    if (parameter == null) {
      throw new IllegalArgumentException("there is no parameter '" + name + "'");
    }
    return parameter;
  }

  void set(String name, float[] values) {
    try (var scope = new PointerScope();
        var noGradients = new NoGradGuard()) {
      get(name).copy_(Tensors.copyOf(values, shape(known(name, initial.asMap().get(name)))));
    }
  }

  Map<String, Tensor> asMap() {
    return tensors;
  }

  /** The parameters that learn, in a fixed order. */
  TensorVector learning() {
    return vector(kind -> kind != Init.FITTED);
  }

  /** The parameters of some kinds, in a fixed order. */
  TensorVector vector(Predicate<Init> kinds) {
    return new TensorVector(
        initial.asMap().entrySet().stream()
            .filter(entry -> kinds.test(entry.getValue().init()))
            .map(entry -> tensors.get(entry.getKey()))
            .toArray(Tensor[]::new));
  }

  /** A copy of the numbers as they are now. */
  Weights weights() {
    var weights = new Weights();
    initial
        .asMap()
        .forEach(
            (name, weight) ->
                weights.put(
                    name,
                    new Weights.Weight(weight.init(), weight.shape(), Tensors.floats(get(name)))));
    return weights;
  }

  @Override
  public void close() {
    tensors.values().forEach(Tensor::releaseReference);
  }
}
