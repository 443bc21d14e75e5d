package io.laserstreams.lm.files;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a language model's files are, in the layout of the Hugging Face hub: {@code tokenizer.json}
 * and the JSON files of configuration in one folder, the graph beside them or in {@code onnx/}.
 *
 * @param folder of the tokenizer and the configuration
 * @param graph the ONNX file
 */
public record ModelFolder(Path folder, Path graph) {
  private static final String GRAPHS = "onnx";
  private static final String SUFFIX = ".onnx";
  private static final String TOKENIZER = "tokenizer.json";

  public ModelFolder {
    requireNonNull(folder, "folder is null");
    requireNonNull(graph, "graph is null");
  }

  /**
   * Finds the files.
   *
   * @param path a folder with one graph, or one of several graphs in a folder
   * @throws UnusableModelException if it is neither, or a file is missing or damaged
   */
  public static ModelFolder of(Path path) {
    if (Files.isDirectory(path)) {
      return complete(new ModelFolder(path, onlyGraph(path)));
    }
    if (!Files.isRegularFile(path)) {
      throw new UnusableModelException(
          "no language model at " + path.toAbsolutePath() + ": it does not exist");
    }
    if (!path.toString().endsWith(SUFFIX)) {
      throw new UnusableModelException(
          path + " is neither a folder nor an ONNX graph (" + SUFFIX + ")");
    }
    Path beside = requireNonNull(path.toAbsolutePath().getParent(), "a file has no folder");
    Path above = beside.getParent();
    if (above != null && beside.endsWith(GRAPHS) && !Files.exists(beside.resolve(TOKENIZER))) {
      return complete(new ModelFolder(above, path));
    }
    return complete(new ModelFolder(beside, path));
  }

  private static Path onlyGraph(Path folder) {
    List<Path> graphs = new ArrayList<>(graphs(folder));
    graphs.addAll(graphs(folder.resolve(GRAPHS)));
    if (graphs.isEmpty()) {
      throw new UnusableModelException(
          "no " + SUFFIX + " file in " + folder.toAbsolutePath() + " or its folder " + GRAPHS);
    }
    if (graphs.size() > 1) {
      throw new UnusableModelException(
          folder
              + " has several graphs; name one of them instead of the folder: "
              + String.join(", ", graphs.stream().map(Path::toString).toList()));
    }
    return graphs.get(0);
  }

  private static List<Path> graphs(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
    } catch (IOException e) {
      throw new UnusableModelException("cannot list " + folder + ": " + e.getMessage(), e);
    }
  }

  private static ModelFolder complete(ModelFolder found) {
    if (!Files.isRegularFile(found.tokenizer())) {
      throw new UnusableModelException(
          "no tokenizer.json in "
              + found.folder.toAbsolutePath()
              + "; a model's folder has it beside config.json");
    }
    WholeFiles.require(found);
    return found;
  }

  public Path tokenizer() {
    return file(TOKENIZER);
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  /** The model's name: that of its folder. */
  public String name() {
    Path last = folder.toAbsolutePath().normalize().getFileName();
    return last == null ? folder.toString() : last.toString();
  }
}
