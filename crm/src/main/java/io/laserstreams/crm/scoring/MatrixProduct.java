package io.laserstreams.crm.scoring;

import io.laserstreams.crm.features.DirectBuffers;
import io.laserstreams.crm.onnx.Node;
import io.laserstreams.crm.onnx.OnnxOps;
import io.laserstreams.crm.ops.Init;
import java.nio.FloatBuffer;

/**
 * One product of two square matrices of floats, in ONNX Runtime as models run in it, on one thread:
 * the speed that no model call can exceed. For one thread.
 */
public final class MatrixProduct implements AutoCloseable {
  private static final String INPUT = "a";
  private static final String OUTPUT = "product";

  private final int size;
  private final Graph graph;
  private final FloatBuffer input;
  private final FloatBuffer output;

  /**
   * @param size rows and columns; 512 is large enough for full speed, and stays in the cache
   */
  public MatrixProduct(int size) {
    this.size = size;
    var ops = new OnnxOps("matrix-product", (name, init, shape) -> init.values(name, shape, 1));
    Node a = ops.floatInput(INPUT, size, size);
    ops.output(OUTPUT, ops.matmul(a, ops.parameter("b", Init.GLOROT, size, size)), size, size);
    this.graph = new Graph("matrix product", ops.toBytes(), Device.CPU);
    this.input = DirectBuffers.floats(DirectBuffers.floats(), size * size);
    this.output = DirectBuffers.floats(DirectBuffers.floats(), size * size);
    input.put(Init.GLOROT.values(INPUT, new int[] {size, size}, 2)).flip();
  }

  /** Multiplications with additions of one {@link #run}. */
  public long multiplyAdds() {
    return (long) size * size * size;
  }

  /** Computes the product once. */
  public void run() {
    try (var call = graph.call()) {
      call.floats(INPUT, input, size, size).run(OUTPUT, output, size, size);
    }
  }

  @Override
  public void close() {
    graph.close();
  }
}
