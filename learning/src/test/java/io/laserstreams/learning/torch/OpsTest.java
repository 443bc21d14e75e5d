package io.laserstreams.learning.torch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import io.laserstreams.crm.model.Weights;
import io.laserstreams.crm.onnx.OnnxEnvironment;
import io.laserstreams.crm.onnx.OnnxOps;
import io.laserstreams.crm.ops.Init;
import io.laserstreams.crm.ops.Ops;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each operation means the same in libtorch and in ONNX, for sequences of any length. */
@Tag("torch")
class OpsTest {
  private static final int SLATES = 2;
  private static final int WIDTH = 6;

  /** A program over x [2, h, 6]. */
  interface Program {
    <T> T run(Ops<T> ops, T x);
  }

  record Case(String name, Program program) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case("sum", OpsTest::sum),
        new Case("max", OpsTest::max),
        new Case("constant", OpsTest::constant),
        new Case("shift by one", OpsTest::shiftByOne),
        new Case("shift by three", OpsTest::shiftByThree),
        new Case("gru", OpsTest::gru),
        new Case("softmax", OpsTest::softmax),
        new Case("layer norm", OpsTest::layerNorm),
        new Case("standardise", OpsTest::standardise),
        new Case("affine and relu", OpsTest::affineAndRelu),
        new Case("split and concat", OpsTest::splitAndConcat),
        new Case("reshape and transpose", OpsTest::reshapeAndTranspose),
        new Case("repeat", OpsTest::repeat));
  }

  private static <T> T sum(Ops<T> ops, T x) {
    return ops.add(ops.sum(x, 1), ops.sum(x, 2));
  }

  private static <T> T max(Ops<T> ops, T x) {
    return ops.add(ops.max(x, 1), ops.max(x, 2));
  }

  private static <T> T constant(Ops<T> ops, T x) {
    T first = ops.constant(new float[] {1, 2, 3, 4, 5, 6}, 6, 1);
    return ops.add(ops.matmul(x, first), ops.constant(new float[] {7}, 1));
  }

  private static <T> T shiftByOne(Ops<T> ops, T x) {
    return ops.shift(x, 1);
  }

  private static <T> T shiftByThree(Ops<T> ops, T x) {
    return ops.shift(x, 3);
  }

  private static <T> T gru(Ops<T> ops, T x) {
    return ops.gru(
        x,
        ops.parameter("inputWeight", Init.GLOROT, WIDTH, 12),
        ops.parameter("inputBias", Init.SMALL, 12),
        ops.parameter("stateWeight", Init.GLOROT, 4, 12),
        ops.parameter("stateBias", Init.SMALL, 12),
        4);
  }

  private static <T> T softmax(Ops<T> ops, T x) {
    return ops.softmax(x);
  }

  private static <T> T layerNorm(Ops<T> ops, T x) {
    return ops.layerNorm(
        x, ops.parameter("gain", Init.SMALL, WIDTH), ops.parameter("bias", Init.SMALL, WIDTH));
  }

  private static <T> T standardise(Ops<T> ops, T x) {
    return ops.standardise(x, WIDTH);
  }

  private static <T> T affineAndRelu(Ops<T> ops, T x) {
    return ops.relu(ops.affine(x, -2, 0.5f));
  }

  private static <T> T splitAndConcat(Ops<T> ops, T x) {
    List<T> parts = ops.split(x, 1, 2, 3);
    return ops.concat(List.of(parts.get(2), parts.get(0), parts.get(1)));
  }

  private static <T> T reshapeAndTranspose(Ops<T> ops, T x) {
    return ops.squeeze(ops.unsqueeze(ops.transpose(ops.reshape(x, 0, 0, 2, 3), 4, 1, 3), 0), 0);
  }

  private static <T> T repeat(Ops<T> ops, T x) {
    return ops.repeat(ops.sum(x, 1), x);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void shouldMeanTheSameInBothInterpreters(Case one) throws OrtException {
    var weights = new Weights();
    var onnx =
        new OnnxOps(
            "test", (name, init, shape) -> weights.getOrInit(name, init, shape, 5).values());
    var y = one.program().run(onnx, onnx.floatInput("x", SLATES, -1, WIDTH));
    onnx.output("y", onnx.reshape(y, -1), -1);
    byte[] graph = onnx.toBytes();
    for (int length : new int[] {1, 2, 5}) {
      float[] x = numbers(SLATES * length * WIDTH);
      assertArrayEquals(torch(one.program(), weights, x, length), onnx(graph, x, length), 1e-6f);
    }
  }

  private static float[] numbers(int size) {
    var random = new SplittableRandom(size);
    float[] numbers = new float[size];
    IntStream.range(0, size).forEach(i -> numbers[i] = (float) random.nextGaussian());
    return numbers;
  }

  private static float[] torch(Program program, Weights weights, float[] x, int length) {
    try (var scope = new PointerScope();
        var parameters = new Parameters(weights)) {
      return Tensors.floats(
          program.run(new TorchOps(parameters), Tensors.copyOf(x, SLATES, length, WIDTH)));
    }
  }

  private static float[] onnx(byte[] graph, float[] x, int length) throws OrtException {
    var environment = OnnxEnvironment.get();
    try (var session = environment.createSession(graph);
        var input =
            OnnxTensor.createTensor(
                environment, FloatBuffer.wrap(x), new long[] {SLATES, length, WIDTH});
        var result = session.run(Map.of("x", input))) {
      FloatBuffer y = ((OnnxTensor) result.get(0)).getFloatBuffer();
      float[] numbers = new float[y.remaining()];
      y.get(numbers);
      return numbers;
    }
  }
}
