package io.laserstreams.crm.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.laserstreams.crm.model.RecommendationModel;
import io.laserstreams.crm.model.Weights;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;

/** Reads a model's weights back from its graphs, where they have their own names. */
public final class OnnxWeights {
  private OnnxWeights() {}

  /**
   * @throws IllegalArgumentException if the graphs cannot be read, or lack a parameter of the model
   */
  public static Weights read(RecommendationModel model, OnnxExport.Graphs graphs) {
    Map<String, TensorProto> tensors = new HashMap<>();
    for (byte[] graph : new byte[][] {graphs.itemTower(), graphs.head()}) {
      try {
        ModelProto.parseFrom(graph)
            .getGraph()
            .getInitializerList()
            .forEach(tensor -> tensors.put(tensor.getName(), tensor));
      } catch (InvalidProtocolBufferException e) {
        throw new IllegalArgumentException("cannot read the ONNX graph: " + e.getMessage(), e);
      }
    }
    var weights = new Weights();
    OnnxExport.initialWeights(model, 0)
        .asMap()
        .forEach(
            (name, initial) -> {
              TensorProto tensor = tensors.get(name);
              if (tensor == null) {
                throw new IllegalArgumentException(
                    "the ONNX graphs have no parameter '" + name + "'");
              }
              FloatBuffer raw =
                  tensor
                      .getRawData()
                      .asReadOnlyByteBuffer()
                      .order(ByteOrder.LITTLE_ENDIAN)
                      .asFloatBuffer();
              float[] values = new float[raw.remaining()];
              raw.get(values);
              weights.put(name, new Weights.Weight(initial.init(), initial.shape(), values));
            });
    return weights;
  }
}
