package io.laserstreams.learning.reproduce;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.evaluation.Predictions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The logits of each row on the test part, for paired comparisons: little-endian floats, candidate
 * by candidate in the order played, without a header. NumPy reads a file with {@code fromfile(f,
 * '<f4')}.
 */
final class PredictionFiles {
  private final Path folder;

  /**
   * @param folder of the results, in which the files have a subfolder
   */
  PredictionFiles(Path folder) {
    this.folder = requireNonNull(folder, "folder is null").resolve("predictions");
  }

  /** The name of a row's file. */
  static String name(ResultRow.Settings settings) {
    return settings.name() + ".f32";
  }

  void write(String name, Predictions predictions) {
    double[] logits = predictions.logits();
    ByteBuffer bytes =
        ByteBuffer.allocate(Float.BYTES * logits.length).order(ByteOrder.LITTLE_ENDIAN);
    for (double logit : logits) {
      bytes.putFloat((float) logit);
    }
    try {
      Files.createDirectories(folder);
      Files.write(folder.resolve(name), bytes.array());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the predictions " + folder.resolve(name), e);
    }
  }

  /** The logits of a row; empty if the file is missing. */
  Optional<float[]> read(String name) {
    Path file = folder.resolve(name);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      FloatBuffer floats =
          ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
      float[] logits = new float[floats.remaining()];
      floats.get(logits);
      return Optional.of(logits);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the predictions " + file, e);
    }
  }
}
