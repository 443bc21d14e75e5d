package io.laserstreams.worker.encoder;

import static java.util.Objects.requireNonNull;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an encoder's ONNX graph reads and writes.
 *
 * @param wantsTokenTypes whether it reads token_type_ids
 * @param output the name of the vectors: one per token, or the text's one
 * @param pooled whether the graph pools by itself
 */
record EncoderGraph(boolean wantsTokenTypes, String output, boolean pooled) {
  private static final String TOKEN_TYPES = "token_type_ids";
  private static final Set<String> INPUTS = Set.of("input_ids", "attention_mask", TOKEN_TYPES);

  /** Names that exporters give the token vectors. */
  private static final List<String> TOKEN_VECTORS =
      List.of("last_hidden_state", "token_embeddings");

  private static final String TEXT_VECTOR = "sentence_embedding";
  private static final int TEXT_RANK = 2;
  private static final int TOKENS_RANK = 3;

  EncoderGraph {
    requireNonNull(output, "output is null");
  }

  /**
   * @throws IllegalArgumentException if the graph reads or writes something else
   */
  static EncoderGraph of(
      EncoderModel model, Map<String, NodeInfo> inputs, Map<String, NodeInfo> outputs) {
    inputs.forEach(
        (name, input) -> {
          if (!INPUTS.contains(name) || type(input) != OnnxJavaType.INT64) {
            throw new IllegalArgumentException(
                "%s reads the input %s of %s; supported are %s of INT64"
                    .formatted(model.files(), name, type(input), INPUTS));
          }
        });
    List<String> tokens = ofRank(TOKENS_RANK, outputs);
    String output =
        TOKEN_VECTORS.stream()
            .filter(tokens::contains)
            .findFirst()
            .orElseGet(() -> only(model, tokens, outputs));
    NodeInfo vectors = requireNonNull(outputs.get(output), output);
    requireDimensions(model, shape(vectors));
    return new EncoderGraph(inputs.containsKey(TOKEN_TYPES), output, rank(vectors) == TEXT_RANK);
  }

  private static String only(
      EncoderModel model, List<String> tokens, Map<String, NodeInfo> outputs) {
    if (tokens.size() == 1) {
      return tokens.get(0);
    }
    if (tokens.isEmpty() && ofRank(TEXT_RANK, outputs).contains(TEXT_VECTOR)) {
      return TEXT_VECTOR;
    }
    throw new IllegalArgumentException(
        "%s writes %s; which of them are the token vectors is unclear: it must be one of rank %d,"
                .formatted(model.files(), outputs.keySet(), TOKENS_RANK)
            + " or one of the names "
            + TOKEN_VECTORS);
  }

  /** The text's vector, of the model's dimensions. */
  float[] vector(OrtSession.Result result, EncoderModel model) {
    OnnxTensor vectors = (OnnxTensor) result.get(output).orElseThrow();
    long[] shape = vectors.getInfo().getShape();
    requireDimensions(model, shape);
    if (pooled) {
      return Pooling.CLS.pool(vectors.getFloatBuffer(), 1, model.dimensions());
    }
    int tokens = (int) shape[1];
    if (tokens == 0) {
      throw new IllegalArgumentException(
          model.files() + " has no token for an empty text: its tokenizer adds no special tokens");
    }
    return model.pooling().pool(vectors.getFloatBuffer(), tokens, model.dimensions());
  }

  private static void requireDimensions(EncoderModel model, long[] shape) {
    long written = shape[shape.length - 1];
    if (written >= 0 && written != model.dimensions()) {
      throw new IllegalArgumentException(
          "%s writes vectors of %d dimensions, but its configuration says %d"
              .formatted(model.files(), written, model.dimensions()));
    }
  }

  private static List<String> ofRank(int rank, Map<String, NodeInfo> outputs) {
    return outputs.entrySet().stream()
        .filter(output -> rank(output.getValue()) == rank)
        .map(Map.Entry::getKey)
        .toList();
  }

  private static int rank(NodeInfo node) {
    return shape(node).length;
  }

  private static long[] shape(NodeInfo node) {
    return node.getInfo() instanceof TensorInfo tensor ? tensor.getShape() : new long[0];
  }

  private static OnnxJavaType type(NodeInfo node) {
    return node.getInfo() instanceof TensorInfo tensor ? tensor.type : OnnxJavaType.UNKNOWN;
  }
}
