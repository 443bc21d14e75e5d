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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The inputs and outputs of a decoder's graph as the hub's exports name them: {@code input_ids},
 * {@code attention_mask}, {@code position_ids} and {@code num_logits_to_keep} where the graph has
 * them, {@code past_key_values.*} and {@code present.*}, {@code logits}, {@code last_hidden_state}.
 */
final class GraphNames {
  static final String IDS = "input_ids";
  static final String MASK = "attention_mask";
  static final String POSITIONS = "position_ids";
  static final String KEPT_LOGITS = "num_logits_to_keep";
  static final String LOGITS = "logits";

  private static final String HIDDEN_STATES = "hidden_states";
  private static final String LAST_HIDDEN_STATE = "last_hidden_state";
  private static final Pattern HIDDEN_LAYER = Pattern.compile(HIDDEN_STATES + "[._](\\d{1,6})");
  private static final int TOKENS_RANK = 3;
  private static final int LAYERS_RANK = 4;
  private static final Set<OnnxJavaType> NUMBERS = Set.of(OnnxJavaType.FLOAT, OnnxJavaType.FLOAT16);

  /** Of the outputs in a message; a cache has dozens. */
  private static final int NAMED_OUTPUTS = 3;

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
  }

  private String inputs() {
    return new TreeSet<>(inputs.keySet()).toString();
  }

  boolean hasPast() {
    return inputs.keySet().stream().anyMatch(name -> name.startsWith(PAST));
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
    if (!NUMBERS.contains(type)) {
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
    if (!NUMBERS.contains(type)) {
      throw new UnusableModelException(
          "the graph's output " + LOGITS + " is of type " + type + ", neither FLOAT nor FLOAT16");
    }
    return type;
  }

  private NodeInfo logits() {
    NodeInfo logits = outputs.get(LOGITS);
    if (logits == null) {
      throw new UnusableModelException("the graph has no output " + LOGITS + ": " + outputs());
    }
    return logits;
  }

  /**
   * The output with the hidden states of the last layer, {@code [1, tokens, size]}, or at the end
   * of those of all layers, {@code [layers, 1, tokens, size]}.
   */
  String hiddenStates() {
    String name = hiddenStatesName();
    TensorInfo states = tensor(requireNonNull(outputs.get(name), name));
    if (!NUMBERS.contains(states.type)) {
      throw new UnusableModelException(
          "the graph gives %s of type %s, neither FLOAT nor FLOAT16".formatted(name, states.type));
    }
    int rank = states.getShape().length;
    if (rank != TOKENS_RANK && !(rank == LAYERS_RANK && name.equals(HIDDEN_STATES))) {
      throw new UnusableModelException(
          "the graph gives %s of %d dimensions, not [batch, tokens, size]".formatted(name, rank));
    }
    return name;
  }

  private String hiddenStatesName() {
    if (outputs.containsKey(LAST_HIDDEN_STATE)) {
      return LAST_HIDDEN_STATE;
    }
    return outputs.keySet().stream()
        .filter(name -> HIDDEN_LAYER.matcher(name).matches())
        .max(Comparator.comparingInt(GraphNames::layer))
        .or(() -> Optional.of(HIDDEN_STATES).filter(outputs::containsKey))
        .orElseThrow(
            () ->
                new UnusableModelException(
                    "the graph gives %s, but no %s: export it with `--task feature-extraction`"
                        .formatted(outputs(), LAST_HIDDEN_STATE)));
  }

  private static int layer(String name) {
    return Integer.parseInt(name.substring(HIDDEN_STATES.length() + 1));
  }

  private String outputs() {
    List<String> all = List.copyOf(outputs.keySet());
    String some = String.join(", ", all.subList(0, Math.min(NAMED_OUTPUTS, all.size())));
    return all.size() > NAMED_OUTPUTS
        ? some + " and " + (all.size() - NAMED_OUTPUTS) + " more"
        : some;
  }

  private static TensorInfo tensor(NodeInfo node) {
    if (node.getInfo() instanceof TensorInfo info) {
      return info;
    }
    throw new UnusableModelException("the graph's " + node.getName() + " is not a tensor");
  }
}
