package io.laserstreams.lm.decoder;

import static java.util.Objects.requireNonNull;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.laserstreams.lm.decoder.CacheLayout.CacheTensor;
import io.laserstreams.lm.files.UnusableModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The inputs and outputs of a decoder's graph as the hub's exports name them: {@code input_ids},
 * {@code attention_mask}, {@code position_ids} and {@code num_logits_to_keep} where the graph has
 * them, {@code past_key_values.*} and {@code present.*}, {@code logits}.
 */
final class GraphNames {
  static final String IDS = "input_ids";
  static final String MASK = "attention_mask";
  static final String POSITIONS = "position_ids";
  static final String KEPT_LOGITS = "num_logits_to_keep";
  static final String LOGITS = "logits";

  private static final String PAST = "past_key_values.";
  private static final String PRESENT = "present.";

  private final Map<String, NodeInfo> inputs;
  private final Map<String, NodeInfo> outputs;

  GraphNames(OrtSession session) throws OrtException {
    inputs = session.getInputInfo();
    outputs = session.getOutputInfo();
    for (String needed : List.of(IDS, MASK)) {
      if (!inputs.containsKey(needed)) {
        throw new UnusableModelException("the graph has no input " + needed + ": " + inputs());
      }
    }
    for (String input : inputs.keySet()) {
      if (!List.of(IDS, MASK, POSITIONS, KEPT_LOGITS).contains(input) && !input.startsWith(PAST)) {
        throw new UnusableModelException(
            "the graph has the input "
                + input
                + ", which decoders in the hub's layout do not have: "
                + inputs());
      }
    }
    if (!outputs.containsKey(LOGITS)) {
      throw new UnusableModelException(
          "the graph has no output " + LOGITS + ": " + new TreeSet<>(outputs.keySet()));
    }
  }

  private String inputs() {
    return new TreeSet<>(inputs.keySet()).toString();
  }

  boolean hasInput(String name) {
    return inputs.containsKey(name);
  }

  CacheLayout cache() {
    List<CacheTensor> tensors = new ArrayList<>();
    OnnxJavaType type = OnnxJavaType.FLOAT;
    for (Map.Entry<String, NodeInfo> input : inputs.entrySet()) {
      if (input.getKey().startsWith(PAST)) {
        TensorInfo info = tensor(input.getValue());
        type = info.type;
        tensors.add(cacheTensor(input.getKey(), info.getShape()));
      }
    }
    if (tensors.isEmpty()) {
      throw new UnusableModelException(
          "the graph has no inputs "
              + PAST
              + "*, so it would read a text again for every token: export it with its past");
    }
    if (type != OnnxJavaType.FLOAT && type != OnnxJavaType.FLOAT16) {
      throw new UnusableModelException(
          "the graph's past is of type " + type + ", neither FLOAT nor FLOAT16");
    }
    return new CacheLayout(tensors, type);
  }

  private CacheTensor cacheTensor(String past, long[] shape) {
    String present = PRESENT + past.substring(PAST.length());
    if (!outputs.containsKey(present)) {
      throw new UnusableModelException(
          "the graph has the input " + past + " but no output " + present);
    }
    if (shape.length != 4 || shape[1] < 1 || shape[3] < 1) {
      throw new UnusableModelException(
          "the graph's input "
              + past
              + " is not [batch, heads, tokens, width] with fixed heads and width");
    }
    return new CacheTensor(past, present, (int) shape[1], (int) shape[3]);
  }

  /** Tokens that the model knows. */
  int vocabulary() {
    long[] shape = tensor(logits()).getShape();
    if (shape.length != 3 || shape[2] < 2) {
      throw new UnusableModelException(
          "the graph's output " + LOGITS + " is not [batch, tokens, vocabulary]");
    }
    return (int) shape[2];
  }

  OnnxJavaType logitsType() {
    OnnxJavaType type = tensor(logits()).type;
    if (type != OnnxJavaType.FLOAT && type != OnnxJavaType.FLOAT16) {
      throw new UnusableModelException(
          "the graph's output " + LOGITS + " is of type " + type + ", neither FLOAT nor FLOAT16");
    }
    return type;
  }

  private NodeInfo logits() {
    return requireNonNull(outputs.get(LOGITS), "the constructor requires them");
  }

  private static TensorInfo tensor(NodeInfo node) {
    if (node.getInfo() instanceof TensorInfo info) {
      return info;
    }
    throw new UnusableModelException("the graph's " + node.getName() + " is not a tensor");
  }
}
