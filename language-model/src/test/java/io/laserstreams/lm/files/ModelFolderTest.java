package io.laserstreams.lm.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFolderTest {
  @TempDir Path folder;

  @Test
  void shouldFindTheOnlyGraph() throws IOException {
    Path graph = write("onnx/model_q4.onnx");
    write("tokenizer.json");

    assertEquals(new ModelFolder(folder, graph), ModelFolder.of(folder));
  }

  @Test
  void shouldFindTheFilesOfAGraphThatIsNamed() throws IOException {
    write("onnx/model.onnx");
    Path graph = write("onnx/model_q4.onnx");
    write("tokenizer.json");

    ModelFolder found = ModelFolder.of(graph);

    assertEquals(folder.toAbsolutePath(), found.folder());
    assertEquals(graph, found.graph());
    assertEquals(folder.getFileName().toString(), found.name());
  }

  @Test
  void shouldNotChooseAmongGraphs() throws IOException {
    write("model.onnx");
    write("onnx/model_q4.onnx");
    write("tokenizer.json");

    String message = refusal(folder);

    assertTrue(message.contains("several graphs; name one"), message);
    assertTrue(message.contains("onnx/model_q4.onnx"), message);
  }

  @Test
  void shouldNameWhatIsMissing() throws IOException {
    assertTrue(refusal(folder.resolve("none")).contains("does not exist"));
    assertTrue(refusal(folder).contains("no .onnx file in " + folder));
    write("model.onnx");
    assertTrue(refusal(folder).contains("no tokenizer.json in " + folder));
    assertTrue(refusal(write("readme.md")).contains("neither a folder nor an ONNX graph"));
  }

  private Path write(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "{}");
  }

  private static String refusal(Path path) {
    return assertThrows(UnusableModelException.class, () -> ModelFolder.of(path)).getMessage();
  }
}
