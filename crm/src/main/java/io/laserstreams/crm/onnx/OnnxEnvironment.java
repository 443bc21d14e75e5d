package io.laserstreams.crm.onnx;

import ai.onnxruntime.OrtEnvironment;

/**
 * ONNX Runtime's environment, created on a thread with a large stack. For its telemetry, ONNX
 * Runtime 1.29 matches the process's command line against recursive regular expressions when the
 * environment is created; a command line of some thousand characters, such as one with a long class
 * path, overflows an ordinary stack and ends the JVM without a message. {@code
 * ORT_DISABLE_TELEMETRY=1} in the process's environment switches this off.
 */
public final class OnnxEnvironment {
  private static final long STACK_BYTES = 128L << 20;
  private static final OrtEnvironment ENVIRONMENT = create();

  private OnnxEnvironment() {}

  public static OrtEnvironment get() {
    return ENVIRONMENT;
  }

  private static OrtEnvironment create() {
    Thread creator =
        new Thread(null, OrtEnvironment::getEnvironment, "laser-onnx-environment", STACK_BYTES);
    creator.start();
    try {
      creator.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while ONNX Runtime was loading", e);
    }
    return OrtEnvironment.getEnvironment();
  }
}
