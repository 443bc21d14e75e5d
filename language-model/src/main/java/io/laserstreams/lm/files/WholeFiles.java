package io.laserstreams.lm.files;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Finds what is left of a model's files by a copy that stopped, or by Git without LFS. */
final class WholeFiles {
  private static final byte[] POINTER = "version https://git-lfs".getBytes(US_ASCII);
  private static final String AGAIN = ": fetch the model again, as with laser models get";

  private WholeFiles() {}

  /**
   * @throws UnusableModelException if a file is damaged or missing, with the way out
   */
  static void require(ModelFolder model) {
    for (Path file : List.of(model.tokenizer(), model.graph())) {
      requireContent(file);
    }
    for (String location : ExternalData.locations(model.graph())) {
      Path weights = model.graph().resolveSibling(location);
      if (!Files.isRegularFile(weights)) {
        throw new UnusableModelException(
            weights + " is missing, which " + model.graph() + " names as its weights" + AGAIN);
      }
      requireContent(weights);
    }
  }

  private static void requireContent(Path file) {
    byte[] beginning;
    try (InputStream in = Files.newInputStream(file)) {
      beginning = in.readNBytes(POINTER.length);
    } catch (IOException e) {
      throw new UnusableModelException("cannot read " + file + ": " + e.getMessage(), e);
    }
    if (beginning.length == 0) {
      throw new UnusableModelException(file + " is empty" + AGAIN);
    }
    if (Arrays.equals(beginning, POINTER)) {
      throw new UnusableModelException(
          file + " is a pointer of Git LFS instead of the file: run `git lfs pull` in its folder");
    }
  }
}
