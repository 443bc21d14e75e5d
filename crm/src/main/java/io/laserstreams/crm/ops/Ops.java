package io.laserstreams.crm.ops;

import java.util.List;

/**
 * The tensor language in which a model is written once. One interpreter runs it (libtorch, for
 * training), another records it (an ONNX graph, for serving), so that the two cannot drift apart.
 *
 * @param <T> the interpreter's tensor
 */
public interface Ops<T> {
  /** The parameter of this name, created with {@code init} if it does not exist yet. */
  T parameter(String name, Init init, int... shape);

  /** Rows of a [rows, width] table by int32 ids of any shape: [..., width]. */
  T gather(T table, T ids);

  /** Indicator vectors of int32 ids: [..., depth]. */
  T oneHot(T ids, int depth);

  /** Matrix product over the last two axes; the axes before them broadcast. */
  T matmul(T a, T b);

  /** Sum with broadcasting. */
  T add(T a, T b);

  /** Product with broadcasting. */
  T multiply(T a, T b);

  /** {@code x * scale + shift}. */
  T affine(T x, float scale, float shift);

  T relu(T x);

  /** Fixed numbers, which training does not change. */
  T constant(float[] values, int... shape);

  /** Sum over one axis, which is kept with length 1. */
  T sum(T x, int axis);

  /** Maximum over one axis, which is kept with length 1. */
  T max(T x, int axis);

  /** Softmax over the last axis. */
  T softmax(T x);

  /** Layer normalisation over the last axis, epsilon 1e-5 (Ba, Kiros, Hinton 2016). */
  T layerNorm(T x, T gain, T bias);

  /** {@link #layerNorm} without gain and bias, for a last axis of {@code width} numbers. */
  T standardise(T x, int width);

  /** Concatenation along the last axis. */
  T concat(List<T> parts);

  /** Splits the last axis into parts of these widths. */
  List<T> split(T x, int... widths);

  /** A dimension of 0 keeps the input's at the same position; at most one of -1 takes the rest. */
  T reshape(T x, int... shape);

  T unsqueeze(T x, int axis);

  T squeeze(T x, int axis);

  /** Swaps two axes of a tensor of {@code rank} axes. */
  T transpose(T x, int rank, int axis1, int axis2);

  /**
   * Moves [s, h, width] by {@code places} towards the start of the second axis and fills its end
   * with zeros.
   */
  T shift(T x, int places);

  /**
   * Gated recurrent units over the second axis (Cho et al. 2014, in the form of cuDNN, whose reset
   * gate applies to the product), from a state of zeros. The order of the gates is reset, update,
   * new.
   *
   * @param x [s, h, in]
   * @param inputWeight [in, 3 * units]
   * @param inputBias [3 * units]
   * @param stateWeight [units, 3 * units]
   * @param stateBias [3 * units]
   * @return the states [s, h, units]
   */
  T gru(T x, T inputWeight, T inputBias, T stateWeight, T stateBias, int units);

  /** Repeats [s, 1, width] along the second axis to the length of {@code like}, [s, n, ...]. */
  T repeat(T x, T like);
}
