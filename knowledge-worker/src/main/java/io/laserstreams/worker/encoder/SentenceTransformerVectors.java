package io.laserstreams.worker.encoder;

import static java.util.Objects.requireNonNull;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.laserstreams.crm.onnx.OnnxEnvironment;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.Map;

/** The vectors of a sentence transformer's graph. */
final class SentenceTransformerVectors implements TokenVectors {
  private final EncoderModel model;
  private final OrtEnvironment environment = OnnxEnvironment.get();
  private final OrtSession session;
  private final EncoderGraph graph;

  /**
   * @param session closed with this, and if this fails
   * @throws IllegalArgumentException if the graph reads or writes something else
   */
  SentenceTransformerVectors(EncoderModel model, OrtSession session) throws OrtException {
    this.model = requireNonNull(model, "model is null");
    this.session = requireNonNull(session, "session is null");
    try {
      graph = EncoderGraph.of(model, session.getInputInfo(), session.getOutputInfo());
    } catch (OrtException | IllegalArgumentException e) {
      close();
      throw e;
    }
  }

  /** For calls on the calling thread alone. */
  static OrtSession.SessionOptions options() throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    options.setInterOpNumThreads(1);
    options.addConfigEntry("session.intra_op.allow_spinning", "0");
    // Lengths differ from text to text, so a memory plan for one is useless for the next.
    options.setMemoryPatternOptimization(false);
    return options;
  }

  @Override
  public float[] of(Encoding tokens) {
    long[] shape = {1, tokens.getIds().length};
    try (OnnxTensor ids = tensor(tokens.getIds(), shape);
        OnnxTensor mask = tensor(tokens.getAttentionMask(), shape);
        OnnxTensor types = tensor(tokens.getTypeIds(), shape)) {
      Map<String, OnnxTensor> inputs =
          new HashMap<>(Map.of("input_ids", ids, "attention_mask", mask));
      if (graph.wantsTokenTypes()) {
        inputs.put("token_type_ids", types);
      }
      try (OrtSession.Result result = session.run(inputs)) {
        return graph.vector(result, model);
      }
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime fails: " + e.getMessage(), e);
    }
  }

  private OnnxTensor tensor(long[] values, long[] shape) throws OrtException {
    return OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape);
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("Cannot close the text encoder " + model.id(), e);
    }
  }
}
