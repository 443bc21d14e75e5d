package io.laserstreams.worker.encoder;

import static java.util.Objects.requireNonNull;

import io.laserstreams.worker.encoder.EncoderFiles.OnClassPath;
import java.util.Locale;

/**
 * A sentence encoder.
 *
 * @param id names the vector space
 * @param files the model and its tokenizer
 * @param dimensions size of a vector
 * @param pooling how the token vectors become one vector
 * @param maxTokens the most tokens that it reads
 * @param lowerCase whether it reads texts in lower case
 * @param prefix what it reads before each text; empty for nothing
 */
public record EncoderModel(
    String id,
    EncoderFiles files,
    int dimensions,
    Pooling pooling,
    int maxTokens,
    boolean lowerCase,
    String prefix) {
  /** BGE small English 1.5, int8; the default. https://huggingface.co/BAAI/bge-small-en-v1.5 */
  public static final EncoderModel BGE_SMALL =
      new EncoderModel(
          "bge-small-en-v15-q",
          new OnClassPath("/bge-small-en-v1.5-q.onnx", "/bge-small-en-v1.5-q-tokenizer.json"),
          384,
          Pooling.CLS,
          OnnxTextEncoder.MAX_TOKENS,
          false,
          "");

  /**
   * all-MiniLM-L6-v2, int8; half the cost.
   * https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2
   */
  public static final EncoderModel MINILM =
      new EncoderModel(
          "all-minilm-l6-v2-q",
          new OnClassPath("/all-minilm-l6-v2-q.onnx", "/all-minilm-l6-v2-q-tokenizer.json"),
          384,
          Pooling.MEAN,
          OnnxTextEncoder.MAX_TOKENS,
          false,
          "");

  public EncoderModel {
    requireNonNull(id, "id is null");
    requireNonNull(files, "files is null");
    requireNonNull(pooling, "pooling is null");
    requireNonNull(prefix, "prefix is null");
  }

  /** A text as the encoder reads it. */
  String read(String text) {
    return prefix + (lowerCase ? text.toLowerCase(Locale.ROOT) : text);
  }
}
