package io.laserstreams.crm.scoring;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.laserstreams.crm.bundle.InvalidBundleException;
import io.laserstreams.crm.onnx.OnnxEnvironment;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/** An ONNX graph in its own session. Thread-safe; must not be closed while a call is in flight. */
final class Graph implements AutoCloseable {
  private final OrtEnvironment environment = OnnxEnvironment.get();
  private final String name;
  private final OrtSession session;

  Graph(String name, byte[] onnx, Device device) {
    this.name = name;
    try (var options = options(device)) {
      session = environment.createSession(onnx, options);
    } catch (OrtException e) {
      throw new InvalidBundleException(
          "ONNX Runtime refuses the model's " + name + " on " + device + ": " + e.getMessage(), e);
    }
  }

  /**
   * With small models and many callers, one thread that does not spin is fastest (ONNX Runtime
   * issue 16304).
   */
  private static OrtSession.SessionOptions options(Device device) throws OrtException {
    var options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    options.setInterOpNumThreads(1);
    options.addConfigEntry("session.intra_op.allow_spinning", "0");
    options.addConfigEntry("session.set_denormal_as_zero", "1");
    if (device.kind() == Device.Kind.CUDA) {
      options.addCUDA(device.index());
    }
    return options;
  }

  /** Numbers in the last dimension of an input; empty if the graph does not have it. */
  OptionalInt inputWidth(String input) {
    try {
      NodeInfo info = session.getInputInfo().get(input);
      return info == null ? OptionalInt.empty() : OptionalInt.of(width(info));
    } catch (OrtException e) {
      throw failure(e);
    }
  }

  /**
   * Numbers in the last dimension of an output.
   *
   * @throws IllegalStateException if the graph does not have it
   */
  int outputWidth(String output) {
    try {
      NodeInfo info = session.getOutputInfo().get(output);
      if (info == null) {
        throw new IllegalStateException("the model's " + name + " has no output " + output);
      }
      return width(info);
    } catch (OrtException e) {
      throw failure(e);
    }
  }

  private static int width(NodeInfo info) {
    long[] shape = ((TensorInfo) info.getInfo()).getShape();
    return Math.toIntExact(shape[shape.length - 1]);
  }

  /**
   * The inputs of one call; those that the graph does not have are ignored. {@link #close} frees
   * the tensors, not the buffers.
   */
  final class Call implements AutoCloseable {
    private final Map<String, OnnxTensorLike> inputs = new HashMap<>();

    Call ints(String input, IntBuffer values, long... shape) {
      if (session.getInputNames().contains(input)) {
        try {
          inputs.put(input, OnnxTensor.createTensor(environment, values, shape));
        } catch (OrtException e) {
          throw failure(e);
        }
      }
      return this;
    }

    Call floats(String input, FloatBuffer values, long... shape) {
      if (session.getInputNames().contains(input)) {
        try {
          inputs.put(input, OnnxTensor.createTensor(environment, values, shape));
        } catch (OrtException e) {
          throw failure(e);
        }
      }
      return this;
    }

    /** Runs the graph into {@code output}, whose remaining size is that of the only output. */
    void run(String outputName, FloatBuffer output, long... shape) {
      try (OnnxTensor pinned = OnnxTensor.createTensor(environment, output, shape)) {
        session.run(inputs, Map.of(outputName, pinned)).close();
      } catch (OrtException e) {
        throw failure(e);
      }
    }

    @Override
    public void close() {
      inputs.values().forEach(OnnxTensorLike::close);
    }
  }

  Call call() {
    return new Call();
  }

  private IllegalStateException failure(OrtException e) {
    return new IllegalStateException("the model's " + name + " failed: " + e.getMessage(), e);
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw failure(e);
    }
  }
}
