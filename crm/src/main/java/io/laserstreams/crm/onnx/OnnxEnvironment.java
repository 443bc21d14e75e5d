package io.laserstreams.crm.onnx;

import ai.onnxruntime.OrtEnvironment;
import java.lang.reflect.Field;
import java.lang.reflect.Method;

/**
 * ONNX Runtime's environment, created on a thread with a large stack and kept until the process has
 * ended. For its telemetry, ONNX Runtime 1.29 matches the process's command line against recursive
 * regular expressions when the environment is created; a command line of some thousand characters,
 * such as one with a long class path, overflows an ordinary stack and ends the JVM without a
 * message. {@code ORT_DISABLE_TELEMETRY=1} in the process's environment switches this off.
 */
public final class OnnxEnvironment {
  private static final long STACK_BYTES = 128L << 20;

  /** The level of logging, as {@code OrtLoggingLevel} counts it. */
  private static final int WARNING = 2;

  private static final OrtEnvironment ENVIRONMENT = create();

  private OnnxEnvironment() {}

  public static OrtEnvironment get() {
    return ENVIRONMENT;
  }

  private static OrtEnvironment create() {
    Thread creator =
        new Thread(null, OrtEnvironment::getEnvironment, "laser-onnx-environment", STACK_BYTES);
    creator.start();
    boolean interrupted = false;
    while (creator.isAlive()) {
      try {
        creator.join();
      } catch (InterruptedException e) {
        interrupted = true; // a class that fails to initialise is lost to the process
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    keep();
    return environment;
  }

  /**
   * ONNX Runtime frees its environment in a shutdown hook, whoever is still in a call: a process
   * that is told to stop would end with a segmentation fault instead. It counts references, and a
   * second one, which nothing gives back, keeps the environment.
   */
  private static void keep() {
    try {
      Field api = Class.forName("ai.onnxruntime.OnnxRuntime").getDeclaredField("ortApiHandle");
      Method create =
          OrtEnvironment.class.getDeclaredMethod(
              "createHandle", long.class, int.class, String.class);
      api.setAccessible(true);
      create.setAccessible(true);
      create.invoke(null, api.getLong(null), WARNING, OrtEnvironment.DEFAULT_NAME);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "ONNX Runtime is not the version that this was built with: " + e, e);
    }
  }
}
