package io.laserstreams.learning.torch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.pytorch.global.torch;

/** Loads libtorch, and holds the settings of training that apply to the whole process. */
public final class Torch {
  private static volatile int threads = 1;

  static {
    loadLibraries();
  }

  private Torch() {}

  /**
   * Under a lock among the processes of this machine: JavaCPP unpacks the libraries once, into a
   * folder that they share, and a process that loads a half-unpacked one dies of SIGBUS
   * (bytedeco/javacpp issue 608).
   */
  private static void loadLibraries() {
    try {
      Path lock = Loader.getCacheDir().toPath().resolve(".laser-streams");
      try (var file = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          var alone = file.lock()) {
        Loader.load(openblas.class);
        Loader.load(torch.class);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot unpack libtorch; -Dorg.bytedeco.javacpp.cachedir=DIR names another folder", e);
    }
  }

  /**
   * Sets how many threads each later training learns with, one part of a batch each. The threads of
   * libtorch and OpenBLAS themselves are switched off. A run repeats bit for bit with the same
   * number of threads.
   */
  public static void threads(int number) {
    if (number < 1) {
      throw new IllegalArgumentException("threads is " + number + ", must be at least 1");
    }
    openblas.blas_set_num_threads(1);
    torch.set_num_threads(1);
    threads = number;
  }

  static int threads() {
    return threads;
  }
}
