package io.laserstreams.worker.encoder;

import static java.util.Objects.requireNonNull;

/**
 * A sentence encoder on the class path.
 *
 * @param id names the vector space
 * @param modelResource the ONNX model: input_ids, attention_mask and optionally token_type_ids in,
 *     one vector per token out
 * @param tokenizerResource the tokenizer in Hugging Face's tokenizer.json format
 * @param dimensions size of a vector
 * @param pooling how the token vectors become one vector
 */
public record EncoderModel(
    String id, String modelResource, String tokenizerResource, int dimensions, Pooling pooling) {
  /** BGE small English 1.5, int8; the default. https://huggingface.co/BAAI/bge-small-en-v1.5 */
  public static final EncoderModel BGE_SMALL =
      new EncoderModel(
          "bge-small-en-v15-q",
          "/bge-small-en-v1.5-q.onnx",
          "/bge-small-en-v1.5-q-tokenizer.json",
          384,
          Pooling.CLS);

  /**
   * all-MiniLM-L6-v2, int8; half the cost.
   * https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2
   */
  public static final EncoderModel MINILM =
      new EncoderModel(
          "all-minilm-l6-v2-q",
          "/all-minilm-l6-v2-q.onnx",
          "/all-minilm-l6-v2-q-tokenizer.json",
          384,
          Pooling.MEAN);

  public EncoderModel {
    requireNonNull(id, "id is null");
    requireNonNull(modelResource, "modelResource is null");
    requireNonNull(tokenizerResource, "tokenizerResource is null");
    requireNonNull(pooling, "pooling is null");
  }
}
