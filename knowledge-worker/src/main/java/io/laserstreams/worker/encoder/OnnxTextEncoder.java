package io.laserstreams.worker.encoder;

import static java.util.Objects.requireNonNull;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.laserstreams.crm.onnx.OnnxEnvironment;
import io.laserstreams.runtime.state.HalfFloat;
import java.io.IOException;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A sentence encoder on ONNX Runtime. It encodes texts one by one, without padding and on the
 * calling thread, so that a vector depends on its text alone and is bit for bit the same on
 * machines with the same instruction set. Call it from more threads for more throughput; batches
 * gain nothing on CPUs.
 */
public final class OnnxTextEncoder implements TextEncoder {
  /** The most tokens that the standard encoders support. */
  public static final int MAX_TOKENS = 512;

  private final EncoderModel model;
  private final HuggingFaceTokenizer tokenizer;
  private final OrtEnvironment environment = OnnxEnvironment.get();
  private final OrtSession session;
  private final EncoderGraph graph;
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
    try (OrtSession.SessionOptions options = singleThreaded()) {
      session = model.files().session(environment, options);
    } catch (IOException | OrtException e) {
      tokenizer.close();
      throw new IllegalStateException("Cannot load the text encoder " + model, e);
    }
    try {
      graph = EncoderGraph.of(model, session.getInputInfo(), session.getOutputInfo());
      encode("");
    } catch (IllegalArgumentException | IllegalStateException e) {
      close();
      throw e;
    } catch (OrtException e) {
      close();
      throw new IllegalStateException("Cannot load the text encoder " + model, e);
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
      return toUnitLength(run(tokenizer.encode(model.read(text))));
    } catch (OrtException e) {
      throw new IllegalStateException(
          "The text encoder " + id() + " failed on a text of " + text.length() + " characters", e);
    } finally {
      use.readLock().unlock();
    }
  }

  private float[] run(Encoding encoding) throws OrtException {
    long[] shape = {1, encoding.getIds().length};
    try (OnnxTensor ids = tensor(encoding.getIds(), shape);
        OnnxTensor mask = tensor(encoding.getAttentionMask(), shape);
        OnnxTensor types = tensor(encoding.getTypeIds(), shape)) {
      Map<String, OnnxTensor> inputs =
          new HashMap<>(Map.of("input_ids", ids, "attention_mask", mask));
      if (graph.wantsTokenTypes()) {
        inputs.put("token_type_ids", types);
      }
      try (OrtSession.Result result = session.run(inputs)) {
        return graph.vector(result, model);
      }
    }
  }

  private OnnxTensor tensor(long[] values, long[] shape) throws OrtException {
    return OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape);
  }

  /** In half precision, so that state stores keep a number in two bytes without loss. */
  private static float[] toUnitLength(float[] vector) {
    double squares = 0;
    for (float value : vector) {
      squares += (double) value * value;
    }
    float scale = (float) (1 / Math.sqrt(squares));
    for (int i = 0; i < vector.length; i++) {
      vector[i] = HalfFloat.rounded(vector[i] * scale);
    }
    return vector;
  }

  private static OrtSession.SessionOptions singleThreaded() throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    options.setInterOpNumThreads(1);
    options.addConfigEntry("session.intra_op.allow_spinning", "0");
    // Lengths differ from text to text, so a memory plan for one is useless for the next.
    options.setMemoryPatternOptimization(false);
    return options;
  }

  @Override
  public void close() {
    use.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        session.close();
        tokenizer.close();
      }
    } catch (OrtException e) {
      throw new IllegalStateException("Cannot close the text encoder " + id(), e);
    } finally {
      use.writeLock().unlock();
    }
  }
}
