package io.laserstreams.lm.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import io.laserstreams.lm.support.TinyLanguageModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @Test
  void shouldNameTheFileThatWasNotCopiedWhole() throws IOException {
    TinyLanguageModel.write(folder, 1);
    Path graph = folder.resolve("model.onnx");
    byte[] whole = Files.readAllBytes(graph);

    Files.write(graph, Arrays.copyOf(whole, whole.length / 2));
    assertTrue(refusal(folder).startsWith(graph + " is not an ONNX graph, or damaged ("));
    assertTrue(refusal(folder).endsWith("): fetch it again"), refusal(folder));

    Files.write(graph, new byte[0]);
    assertTrue(refusal(folder).startsWith(graph + " is empty: fetch the model again"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tokenizer.json", "model.onnx"})
  void shouldNameTheRemedyForAPointerOfGitLfs(String name) throws IOException {
    Path file = TinyLanguageModel.write(folder, 1).resolve(name);
    Files.writeString(
        file, "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n");

    String message = refusal(folder);

    assertTrue(message.startsWith(file + " is a pointer of Git LFS"), message);
    assertTrue(message.contains("run `git lfs pull`"), message);
  }

  @Test
  void shouldNameWeightsThatAreMissing() throws IOException {
    write("tokenizer.json");
    GraphProto.Builder proto = GraphProto.newBuilder();
    proto
        .addInitializerBuilder()
        .addExternalDataBuilder()
        .setKey("location")
        .setValue("weights.bin");
    Path graph =
        Files.write(
            folder.resolve("model.onnx"),
            ModelProto.newBuilder().setGraph(proto).build().toByteArray());
    Path weights = folder.resolve("weights.bin");

    assertTrue(
        refusal(folder).startsWith(weights + " is missing, which " + graph + " names as"),
        refusal(folder));
    Files.writeString(weights, "version https://git-lfs.github.com/spec/v1");
    assertTrue(refusal(folder).startsWith(weights + " is a pointer of Git LFS"));
    Files.writeString(weights, "numbers");
    assertEquals(graph, ModelFolder.of(folder).graph());
  }

  /** Writes an empty JSON object, or the smallest graph. */
  private Path write(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return name.endsWith(".onnx")
        ? Files.write(file, ModelProto.newBuilder().setIrVersion(9).build().toByteArray())
        : Files.writeString(file, "{}");
  }

  private static String refusal(Path path) {
    return assertThrows(UnusableModelException.class, () -> ModelFolder.of(path)).getMessage();
  }
}
