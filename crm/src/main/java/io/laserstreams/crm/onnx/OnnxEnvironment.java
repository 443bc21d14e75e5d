package io.laserstreams.crm.onnx;

import ai.onnxruntime.OrtEnvironment;

/**
 * ONNX Runtime's environment, made on a thread with a large stack. ONNX Runtime 1.29 matches the
 * process's command line against recursive regular expressions when it is made, for its telemetry;
 * a command line of some thousand characters, as a long class path makes it, overflows an ordinary
 * stack and ends the JVM without a word. {@code ORT_DISABLE_TELEMETRY=1} in the process's
 * environment switches that off altogether.
 */
public final class OnnxEnvironment {
  private static final long STACK_BYTES = 128L << 20;
  private static final OrtEnvironment ENVIRONMENT = make();

  private OnnxEnvironment() {}

  public static OrtEnvironment get() {
    return ENVIRONMENT;
  }

  private static OrtEnvironment make() {
    Thread maker =
        new Thread(null, OrtEnvironment::getEnvironment, "laser-onnx-environment", STACK_BYTES);
    maker.start();
    try {
      maker.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while ONNX Runtime was loaded", e);
    }
    return OrtEnvironment.getEnvironment();
  }
}
