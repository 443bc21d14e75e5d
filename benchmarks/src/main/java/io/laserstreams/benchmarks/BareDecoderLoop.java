package io.laserstreams.benchmarks;

import static java.util.Objects.requireNonNull;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.laserstreams.crm.onnx.OnnxEnvironment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The least that writing with a decoder takes: calls of ONNX Runtime on memory that is there
 * already, with the same token again and again, and nothing read from the logits.
 */
final class BareDecoderLoop implements AutoCloseable {
  private static final String PAST = "past_key_values.";

  private final OrtEnvironment environment = OnnxEnvironment.get();
  private final OrtSession session;
  private final int rows;
  private final List<Memory> memories = new ArrayList<>();
  private final FloatBuffer logits;
  private final int vocabulary;

  /** Keys or values of a layer, twice: past and present in turns. */
  private record Memory(String name, long[] shape, FloatBuffer first, FloatBuffer second) {}

  BareDecoderLoop(String graph, int threads, int rows, int capacity) throws OrtException {
    this.rows = rows;
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      options.setMemoryPatternOptimization(false);
      session = environment.createSession(graph, options);
    }
    for (Map.Entry<String, NodeInfo> input : session.getInputInfo().entrySet()) {
      if (input.getKey().startsWith(PAST)) {
        long[] shape = ((TensorInfo) input.getValue().getInfo()).getShape();
        int floats = (int) (rows * shape[1] * capacity * shape[3]);
        memories.add(
            new Memory(
                input.getKey().substring(PAST.length()), shape, floats(floats), floats(floats)));
      }
    }
    NodeInfo output = requireNonNull(session.getOutputInfo().get("logits"), "no logits");
    long[] shape = ((TensorInfo) output.getInfo()).getShape();
    vocabulary = (int) shape[2];
    logits = floats(rows * vocabulary);
  }

  private static FloatBuffer floats(int count) {
    return ByteBuffer.allocateDirect(count * Float.BYTES)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  /** Takes steps after {@code length} tokens of each row. */
  void run(int length, int steps) throws OrtException {
    for (int step = 0; step < steps; step++) {
      step(length + step, step % 2 == 0);
    }
  }

  private void step(int length, boolean even) throws OrtException {
    Map<String, OnnxTensor> inputs = new HashMap<>();
    Map<String, OnnxTensor> outputs = new HashMap<>();
    inputs.put("input_ids", longs(1, 100));
    inputs.put("attention_mask", longs(length + 1, 1));
    inputs.put("position_ids", longs(1, length));
    for (Memory memory : memories) {
      FloatBuffer from = even ? memory.first() : memory.second();
      FloatBuffer to = even ? memory.second() : memory.first();
      inputs.put(PAST + memory.name(), tensor(memory, from, length));
      outputs.put("present." + memory.name(), tensor(memory, to, length + 1));
    }
    outputs.put(
        "logits", OnnxTensor.createTensor(environment, logits, new long[] {rows, 1, vocabulary}));
    session.run(inputs, outputs).close();
    inputs.values().forEach(OnnxTensor::close);
    outputs.values().forEach(OnnxTensor::close);
  }

  private OnnxTensor longs(int columns, long value) throws OrtException {
    long[] values = new long[rows * columns];
    Arrays.fill(values, value);
    return OnnxTensor.createTensor(
        environment, LongBuffer.wrap(values), new long[] {rows, columns});
  }

  private OnnxTensor tensor(Memory memory, FloatBuffer floats, int tokens) throws OrtException {
    long[] shape = {rows, memory.shape()[1], tokens, memory.shape()[3]};
    int size = (int) (shape[0] * shape[1] * shape[2] * shape[3]);
    return OnnxTensor.createTensor(environment, floats.slice(0, size), shape);
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
