package io.laserstreams.lm.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import io.laserstreams.lm.support.TinyLanguageModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExternalDataTest {
  @TempDir Path folder;

  @Test
  void shouldNameTheFilesOfWeightsWhereverTheGraphUsesThem() throws IOException {
    GraphProto inner =
        GraphProto.newBuilder().addInitializer(weights("model_q4.onnx.data")).build();
    NodeProto node =
        NodeProto.newBuilder()
            .setOpType("If")
            .addAttribute(AttributeProto.newBuilder().setName("then_branch").setG(inner))
            .addAttribute(
                AttributeProto.newBuilder().setName("value").setT(weights("constants.bin")))
            .build();
    GraphProto graph =
        GraphProto.newBuilder()
            .addInitializer(weights("model.onnx_data"))
            .addInitializer(weights("model.onnx_data"))
            .addInitializer(inGraph(100_000))
            .addNode(node)
            .build();

    assertEquals(
        List.of("constants.bin", "model.onnx_data", "model_q4.onnx.data"),
        List.copyOf(ExternalData.locations(write(model(graph)))));
  }

  @Test
  void shouldNameNoneWhereAllWeightsAreInTheGraph() throws IOException {
    Path graph = TinyLanguageModel.write(folder, 1).resolve("model.onnx");

    assertTrue(ExternalData.locations(graph).isEmpty());
  }

  @Test
  void shouldRefuseAGraphThatIsCutAnywhere() throws IOException {
    byte[] whole =
        model(
            GraphProto.newBuilder()
                .addInitializer(weights("a"))
                .addInitializer(inGraph(50_000))
                .build());
    for (int length = whole.length - 1; length > 20; length -= 997) {
      Path graph = write(Arrays.copyOf(whole, length));

      String message =
          assertThrows(UnusableModelException.class, () -> ExternalData.locations(graph))
              .getMessage();

      assertTrue(message.startsWith(graph + " is not an ONNX graph, or damaged"), message);
    }
  }

  @Test
  void shouldRefuseAGraphThatIsNestedWithoutEnd() throws IOException {
    GraphProto graph = GraphProto.getDefaultInstance();
    for (int depth = 0; depth < 40; depth++) {
      graph =
          GraphProto.newBuilder()
              .addNode(NodeProto.newBuilder().addAttribute(AttributeProto.newBuilder().setG(graph)))
              .build();
    }
    Path file = write(model(graph));

    String message =
        assertThrows(UnusableModelException.class, () -> ExternalData.locations(file)).getMessage();

    assertTrue(message.contains("nested more than 100"), message);
  }

  private Path write(byte[] graph) throws IOException {
    return Files.write(folder.resolve("model.onnx"), graph);
  }

  private static byte[] model(GraphProto graph) {
    return ModelProto.newBuilder().setIrVersion(9).setGraph(graph).build().toByteArray();
  }

  private static TensorProto inGraph(int bytes) {
    return TensorProto.newBuilder().setRawData(ByteString.copyFrom(new byte[bytes])).build();
  }

  private static TensorProto weights(String location) {
    return TensorProto.newBuilder()
        .addExternalData(StringStringEntryProto.newBuilder().setKey("offset").setValue("0"))
        .addExternalData(StringStringEntryProto.newBuilder().setKey("location").setValue(location))
        .setDataLocation(TensorProto.DataLocation.EXTERNAL)
        .build();
  }
}
