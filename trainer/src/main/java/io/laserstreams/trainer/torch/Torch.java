package io.laserstreams.trainer.torch;

import org.bytedeco.openblas.global.openblas;
import org.bytedeco.pytorch.global.torch;

/** Settings of libtorch that hold for the whole process. */
public final class Torch {
  private Torch() {}

  /** Sets the threads of libtorch; those that OpenBLAS would spin besides are switched off. With one thread runs repeat bit for bit. */
  public static void threads(int threads) {
    openblas.blas_set_num_threads(1);
    torch.set_num_threads(threads);
  }
}
