package io.laserstreams.crm.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.laserstreams.crm.ops.Init;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;

/**
 * A process that is told to stop while its threads call ONNX Runtime, and takes a second for it.
 */
final class CallsUntilTheEnd {
  private static final int THREADS = 3;
  private static final int WIDTH = 64;
  private static final int CALLS_BEFORE = 5;
  private static final int SIZES = 17;
  private static final long STOPPING_MILLIS = 1_000;

  private CallsUntilTheEnd() {}

  public static void main(String[] args) throws InterruptedException {
    CountDownLatch calls = new CountDownLatch(CALLS_BEFORE);
    for (int i = 0; i < THREADS; i++) {
      Thread thread = new Thread(() -> call(calls));
      thread.setDaemon(true);
      thread.start();
    }
    calls.await();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    Thread.sleep(STOPPING_MILLIS);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                }));
    System.exit(0);
  }

  /** Calls of ever new sizes and sessions, for which ONNX Runtime asks for memory. */
  private static void call(CountDownLatch calls) {
    var environment = OnnxEnvironment.get();
    SplittableRandom sizes = new SplittableRandom(1);
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setMemoryPatternOptimization(false);
      while (true) {
        try (OrtSession session = environment.createSession(graph(), options)) {
          for (int i = 0; i < SIZES; i++) {
            int rows = 1 << sizes.nextInt(SIZES);
            try (OnnxTensor input =
                    OnnxTensor.createTensor(
                        environment, FloatBuffer.allocate(rows * WIDTH), new long[] {rows, WIDTH});
                OrtSession.Result unused = session.run(Map.of("x", input))) {
              calls.countDown();
            }
          }
        }
      }
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] graph() {
    OnnxOps ops = new OnnxOps("test", (name, init, shape) -> init.values(name, shape, 1));
    Node x = ops.floatInput("x", -1, WIDTH);
    Node weights = ops.parameter("w", Init.SMALL, WIDTH, WIDTH);
    ops.output("y", ops.matmul(ops.matmul(x, weights), weights), -1, WIDTH);
    return ops.toBytes();
  }
}
