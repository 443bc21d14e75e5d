package io.laserstreams.learning.torch;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.features.Vocabularies;
import io.laserstreams.crm.model.ModelChoice;
import io.laserstreams.crm.model.ModelShape;
import io.laserstreams.crm.model.Weights;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InputArchive;
import org.bytedeco.pytorch.OutputArchive;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Everything training needs to continue: a zip of {@code description.json} and libtorch's archive
 * of parameters and optimizers.
 */
final class Checkpoint implements AutoCloseable {
  static final int FORMAT = 2;
  private static final String DESCRIPTION = "description.json";

  /** In bytes, most of which are the vocabularies. */
  private static final int MAX_DESCRIPTION = 256 << 20;

  private static final String TENSORS = "tensors.pt";
  private static final String PARAMETER = "parameter:";
  private static final String MEAN = "mean:";
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * @param averaged whether it holds the mean of the parameters, which those of earlier releases
   *     lack
   */
  record Description(
      int format,
      ModelChoice model,
      FeatureSpec spec,
      ModelShape shape,
      Vocabularies vocabularies,
      long seed,
      long steps,
      boolean averaged) {}

  private final Description description;
  private final InputArchive tensors;
  private final PointerScope scope;

  private Checkpoint(Description description, InputArchive tensors, PointerScope scope) {
    this.description = description;
    this.tensors = tensors;
    this.scope = scope;
  }

  /** Writes a checkpoint; a file of this name is replaced atomically. */
  static void write(
      Path file,
      Description description,
      Parameters parameters,
      @Nullable Parameters mean,
      Optimizers optimizers)
      throws IOException {
    Path absolute = file.toAbsolutePath();
    Files.createDirectories(absolute.getParent());
    Path archive = Files.createTempFile("checkpoint", ".pt");
    Path part = absolute.resolveSibling(absolute.getFileName() + ".part");
    try (var scope = new PointerScope();
        var zip = new ZipOutputStream(Files.newOutputStream(part))) {
      var output = new OutputArchive();
      parameters.asMap().forEach((name, tensor) -> output.write(entry(PARAMETER, name), tensor));
      if (mean != null) {
        mean.asMap().forEach((name, tensor) -> output.write(entry(MEAN, name), tensor));
      }
      optimizers.save(output);
      output.save_to(archive.toString());
      zip.putNextEntry(new ZipEntry(DESCRIPTION));
      zip.write(JSON.writeValueAsBytes(description));
      zip.putNextEntry(new ZipEntry(TENSORS));
      Files.copy(archive, zip);
    } finally {
      Files.delete(archive);
    }
    Files.move(part, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * Opens a checkpoint.
   *
   * @throws InvalidCheckpointException if this version cannot read it
   */
  static Checkpoint read(Path file) throws IOException {
    Path archive = Files.createTempFile("checkpoint", ".pt");
    var scope = new PointerScope();
    try (var zip = new ZipFile(file.toFile())) {
      var description = description(zip);
      if (description.format() != FORMAT) {
        throw new IOException(
            "its format is %d; this version reads format %d"
                .formatted(description.format(), FORMAT));
      }
      try (InputStream tensors = zip.getInputStream(entry(zip, TENSORS))) {
        Files.copy(tensors, archive, StandardCopyOption.REPLACE_EXISTING);
      }
      var input = new InputArchive();
      input.load_from(archive.toString());
      return new Checkpoint(description, input, scope);
    } catch (NoSuchFileException e) {
      scope.close();
      throw e;
    } catch (IOException | RuntimeException e) {
      scope.close();
      throw new InvalidCheckpointException(
          "cannot continue from checkpoint " + file + ": " + e.getMessage(), e);
    } finally {
      Files.delete(archive);
    }
  }

  private static Description description(ZipFile zip) throws IOException {
    try (InputStream in = zip.getInputStream(entry(zip, DESCRIPTION))) {
      byte[] json = in.readNBytes(MAX_DESCRIPTION + 1);
      if (json.length > MAX_DESCRIPTION) {
        throw new IOException("its description has more than " + MAX_DESCRIPTION + " bytes");
      }
      Description description = JSON.readValue(json, Description.class);
      if (description == null) {
        throw new IOException("its description is null");
      }
      return description;
    }
  }

  private static ZipEntry entry(ZipFile zip, String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new IOException("it has no entry " + name);
    }
    return entry;
  }

  Description description() {
    return description;
  }

  /** The parameters, with the names, kinds and shapes of {@code like}. */
  Weights weights(Weights like) {
    return read(PARAMETER, like);
  }

  /** Their mean, likewise; the parameters themselves if the checkpoint has none. */
  Weights mean(Weights like) {
    return read(description.averaged() ? MEAN : PARAMETER, like);
  }

  private Weights read(String kind, Weights like) {
    var weights = new Weights();
    like.asMap()
        .forEach(
            (name, weight) -> {
              var tensor = new Tensor();
              tensors.read(entry(kind, name), tensor);
              weights.put(
                  name, new Weights.Weight(weight.init(), weight.shape(), Tensors.floats(tensor)));
            });
    return weights;
  }

  void load(Optimizers optimizers) {
    optimizers.load(tensors);
  }

  /** Without dots, which libtorch reads as the path to a submodule. */
  private static String entry(String kind, String name) {
    return kind + name.replace('.', '/');
  }

  @Override
  public void close() {
    scope.close();
  }
}
