package io.laserstreams.learning.torch;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.ops.Init;
import io.laserstreams.crm.ops.Ops;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Runs a model in libtorch, with gradients for the parameters. */
final class TorchOps implements Ops<Tensor> {
  /**
   * Up to this many rows, a batch of small matrix products is faster as a sum of products, because
   * libtorch calls the BLAS for each of them.
   */
  private static final long MAX_SUMMED_ROWS = 4;

  private final Parameters parameters;

  TorchOps(Parameters parameters) {
    this.parameters = requireNonNull(parameters, "parameters is null");
  }

  @Override
  public Tensor parameter(String name, Init init, int... shape) {
    return parameters.get(name);
  }

  @Override
  public Tensor gather(Tensor table, Tensor ids) {
    return torch.embedding(table, ids);
  }

  @Override
  public Tensor oneHot(Tensor ids, int depth) {
    return torch.embedding(torch.eye(depth), ids);
  }

  @Override
  public Tensor matmul(Tensor a, Tensor b) {
    return a.dim() > 2 && b.dim() > 2 && a.size(-2) <= MAX_SUMMED_ROWS
        ? sumOfProducts(a, b)
        : torch.matmul(a, b);
  }

  /** Arranged so that {@code b} is read in the order of memory. */
  private static Tensor sumOfProducts(Tensor a, Tensor b) {
    return b.stride(-1) == 1
        ? a.unsqueeze(-1).mul(b.unsqueeze(-3)).sum(new long[] {-2}, false, new ScalarTypeOptional())
        : a.unsqueeze(-2)
            .mul(b.transpose(-1, -2).unsqueeze(-3))
            .sum(new long[] {-1}, false, new ScalarTypeOptional());
  }

  @Override
  public Tensor add(Tensor a, Tensor b) {
    return a.add(b);
  }

  @Override
  public Tensor multiply(Tensor a, Tensor b) {
    return a.mul(b);
  }

  @Override
  public Tensor affine(Tensor x, float scale, float shift) {
    Tensor scaled = x.mul(new Scalar(scale));
    return shift == 0 ? scaled : scaled.add(new Scalar(shift));
  }

  @Override
  public Tensor relu(Tensor x) {
    return torch.relu(x);
  }

  @Override
  public Tensor constant(float[] values, int... shape) {
    return Tensors.copyOf(values, Arrays.stream(shape).asLongStream().toArray());
  }

  @Override
  public Tensor sum(Tensor x, int axis) {
    return x.sum(new long[] {axis}, true, new ScalarTypeOptional());
  }

  @Override
  public Tensor max(Tensor x, int axis) {
    return torch.amax(x, new long[] {axis}, true);
  }

  @Override
  public Tensor softmax(Tensor x) {
    return torch.softmax(x, -1);
  }

  @Override
  public Tensor layerNorm(Tensor x, Tensor gain, Tensor bias) {
    return torch.layer_norm(
        x, new long[] {x.size(-1)}, new TensorOptional(gain), new TensorOptional(bias), 1e-5, true);
  }

  @Override
  public Tensor standardise(Tensor x, int width) {
    return torch.layer_norm(
        x, new long[] {width}, new TensorOptional(), new TensorOptional(), 1e-5, true);
  }

  @Override
  public Tensor concat(List<Tensor> parts) {
    return parts.size() == 1
        ? parts.get(0)
        : torch.cat(new TensorVector(parts.toArray(new Tensor[0])), -1);
  }

  @Override
  public List<Tensor> split(Tensor x, int... widths) {
    return IntStream.range(0, widths.length)
        .mapToObj(i -> x.narrow(-1, Arrays.stream(widths, 0, i).sum(), widths[i]))
        .toList();
  }

  @Override
  public Tensor reshape(Tensor x, int... shape) {
    return x.reshape(
        IntStream.range(0, shape.length)
            .mapToLong(i -> shape[i] == 0 ? x.size(i) : shape[i])
            .toArray());
  }

  @Override
  public Tensor unsqueeze(Tensor x, int axis) {
    return x.unsqueeze(axis);
  }

  @Override
  public Tensor squeeze(Tensor x, int axis) {
    return x.squeeze((long) axis);
  }

  @Override
  public Tensor transpose(Tensor x, int rank, int axis1, int axis2) {
    return x.transpose(axis1, axis2);
  }

  @Override
  public Tensor shift(Tensor x, int places) {
    long length = x.size(1);
    return places == 0 ? x : torch.constant_pad_nd(x, 0, 0, 0, places).narrow(1, places, length);
  }

  @Override
  public Tensor gru(
      Tensor x,
      Tensor inputWeight,
      Tensor inputBias,
      Tensor stateWeight,
      Tensor stateBias,
      int units) {
    var weights = new TensorVector(inputWeight.t(), stateWeight.t(), inputBias, stateBias);
    Tensor start = torch.zeros(1, x.size(0), units);
    return torch.gru(x, start, weights, true, 1, 0, true, false, true).get0();
  }

  @Override
  public Tensor repeat(Tensor x, Tensor like) {
    return x.expand(x.size(0), like.size(1), x.size(2));
  }
}
