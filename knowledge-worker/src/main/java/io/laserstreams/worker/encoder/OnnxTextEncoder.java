package io.laserstreams.worker.encoder;

import static java.util.Objects.requireNonNull;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OrtException;
import io.laserstreams.runtime.state.HalfFloat;
import java.io.IOException;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A text encoder on ONNX Runtime. It encodes texts one by one, without padding and on the calling
 * thread, so that a vector depends on its text alone and is bit for bit the same on machines with
 * the same instruction set. Call it from more threads for more throughput; batches gain nothing on
 * CPUs.
 */
public final class OnnxTextEncoder implements TextEncoder {
  /** The most tokens that the standard encoders support. */
  public static final int MAX_TOKENS = 512;

  private final EncoderModel model;
  private final HuggingFaceTokenizer tokenizer;
  private final TokenVectors vectors;
  private final ReadWriteLock use = new ReentrantReadWriteLock();
  private boolean closed;

  /**
   * Reads the first {@code maxTokens} tokens of a text, including special tokens, or as many as the
   * model can, and ignores the rest.
   *
   * @throws IllegalArgumentException if the model is not what its folder says, or not supported
   */
  public OnnxTextEncoder(EncoderModel model, int maxTokens) {
    this.model = requireNonNull(model, "model is null");
    if (maxTokens < 3 || maxTokens > MAX_TOKENS) {
      throw new IllegalArgumentException(
          "maxTokens is " + maxTokens + ", must be between 3 and " + MAX_TOKENS);
    }
    try {
      tokenizer = Tokenizers.open(model.files(), Math.min(maxTokens, model.maxTokens()));
    } catch (IOException e) {
      throw new IllegalStateException("Cannot read the tokenizer of " + model, e);
    }
    try {
      vectors = model.files().load(model);
    } catch (IOException | OrtException e) {
      tokenizer.close();
      throw new IllegalStateException("Cannot load the text encoder " + model, e);
    } catch (RuntimeException e) {
      tokenizer.close();
      throw e;
    }
    try {
      encode("");
    } catch (IllegalArgumentException | IllegalStateException e) {
      close();
      throw e;
    }
  }

  @Override
  public String id() {
    return model.id();
  }

  @Override
  public int dimensions() {
    return model.dimensions();
  }

  @Override
  public float[] encode(String text) {
    requireNonNull(text, "text is null");
    use.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("The text encoder " + id() + " is closed");
      }
      return toUnitLength(vector(text));
    } finally {
      use.readLock().unlock();
    }
  }

  private float[] vector(String text) {
    try {
      return vectors.of(tokenizer.encode(model.read(text)));
    } catch (IllegalStateException e) {
      throw new IllegalStateException(
          "The text encoder %s failed on a text of %d characters: %s"
              .formatted(id(), text.length(), e.getMessage()),
          e);
    }
  }

  /** In half precision, so that state stores keep a number in two bytes without loss. */
  private float[] toUnitLength(float[] vector) {
    double squares = 0;
    for (float value : vector) {
      squares += (double) value * value;
    }
    if (squares == 0 || !Double.isFinite(squares)) {
      throw new IllegalStateException(
          ("The text encoder %s gives a vector of the length %s; numbers beyond half precision need"
                  + " an export in float")
              .formatted(id(), Math.sqrt(squares)));
    }
    float scale = (float) (1 / Math.sqrt(squares));
    for (int i = 0; i < vector.length; i++) {
      vector[i] = HalfFloat.rounded(vector[i] * scale);
    }
    return vector;
  }

  @Override
  public void close() {
    use.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        vectors.close();
        tokenizer.close();
      }
    } finally {
      use.writeLock().unlock();
    }
  }
}
