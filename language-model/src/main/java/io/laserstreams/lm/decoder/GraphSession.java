package io.laserstreams.lm.decoder;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.laserstreams.crm.onnx.OnnxEnvironment;
import io.laserstreams.crm.scoring.Device;
import io.laserstreams.lm.files.UnusableModelException;
import java.nio.file.Path;

/** Opens a language model's graph on ONNX Runtime. */
final class GraphSession {
  private GraphSession() {}

  /**
   * @throws UnusableModelException if ONNX Runtime refuses the graph
   */
  static OrtSession open(Path graph, DecoderOptions options) {
    try (OrtSession.SessionOptions session = new OrtSession.SessionOptions()) {
      session.setIntraOpNumThreads(options.threads());
      session.setInterOpNumThreads(1);
      session.addConfigEntry("session.intra_op.allow_spinning", "0");
      // Lengths differ from call to call, so a memory plan for one is useless for the next.
      session.setMemoryPatternOptimization(false);
      if (options.device().kind() == Device.Kind.CUDA) {
        session.addCUDA(options.device().index());
      }
      return OnnxEnvironment.get().createSession(graph.toString(), session);
    } catch (OrtException e) {
      throw new UnusableModelException(
          "ONNX Runtime refuses " + graph + " on " + options.device() + ": " + e.getMessage(), e);
    }
  }
}
