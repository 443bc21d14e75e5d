package io.laserstreams.crm.onnx;

import static java.util.Objects.requireNonNull;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import io.laserstreams.crm.ops.Init;
import io.laserstreams.crm.ops.Ops;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Records a model as an ONNX graph of operator set 20; parameters become initializers under their
 * own names.
 */
public final class OnnxOps implements Ops<Node> {
  private static final int OPSET = 20;
  private static final int IR_VERSION = 10;
  private static final float EPSILON = 1e-5f;

  /** The values of parameters. */
  @FunctionalInterface
  public interface Parameters {
    float[] values(String name, Init init, int[] shape);
  }

  private final Parameters parameters;
  private final GraphProto.Builder graph;
  private final Set<String> initializers = new HashSet<>();
  private final List<ValueInfoProto> inputs = new ArrayList<>();
  private int nodes;

  public OnnxOps(String graphName, Parameters parameters) {
    this.parameters = requireNonNull(parameters, "parameters is null");
    this.graph = GraphProto.newBuilder().setName(graphName);
  }

  /** Declares an int32 input; a negative dimension is free. */
  public Node intInput(String name, int... shape) {
    return input(name, TensorProto.DataType.INT32, shape);
  }

  /** Declares a float input; a negative dimension is free. */
  public Node floatInput(String name, int... shape) {
    return input(name, TensorProto.DataType.FLOAT, shape);
  }

  private Node input(String name, TensorProto.DataType type, int... shape) {
    inputs.add(valueInfo(name, type, shape));
    return new Node(name);
  }

  /** Declares a float output; a negative dimension is free. */
  public void output(String name, Node value, int... shape) {
    graph.addNode(
        NodeProto.newBuilder().setOpType("Identity").addInput(value.name()).addOutput(name));
    graph.addOutput(valueInfo(name, TensorProto.DataType.FLOAT, shape));
  }

  private static ValueInfoProto valueInfo(String name, TensorProto.DataType type, int... shape) {
    var dimensions = TensorShapeProto.newBuilder();
    for (int i = 0; i < shape.length; i++) {
      if (shape[i] < 0) {
        dimensions.addDimBuilder().setDimParam(name + "." + i);
      } else {
        dimensions.addDimBuilder().setDimValue(shape[i]);
      }
    }
    var tensor = TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(dimensions);
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  /** The finished model, with those inputs that it reads. */
  public byte[] toBytes() {
    Set<String> read =
        graph.getNodeList().stream()
            .flatMap(node -> node.getInputList().stream())
            .collect(Collectors.toSet());
    GraphProto.Builder whole = graph.clone();
    inputs.stream().filter(input -> read.contains(input.getName())).forEach(whole::addInput);
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName("laser-streams")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
        .setGraph(whole)
        .build()
        .toByteArray();
  }

  @Override
  public Node parameter(String name, Init init, int... shape) {
    if (initializers.add(name)) {
      initializer(name, parameters.values(name, init, shape), shape);
    }
    return new Node(name);
  }

  @Override
  public Node gather(Node table, Node ids) {
    return node("Gather", List.of(), table, ids);
  }

  @Override
  public Node oneHot(Node ids, int depth) {
    String name = "identity_" + depth;
    if (initializers.add(name)) {
      float[] identity = new float[depth * depth];
      for (int i = 0; i < depth; i++) {
        identity[i * depth + i] = 1;
      }
      initializer(name, identity, depth, depth);
    }
    return gather(new Node(name), ids);
  }

  @Override
  public Node matmul(Node a, Node b) {
    return node("MatMul", List.of(), a, b);
  }

  @Override
  public Node add(Node a, Node b) {
    return node("Add", List.of(), a, b);
  }

  @Override
  public Node multiply(Node a, Node b) {
    return node("Mul", List.of(), a, b);
  }

  @Override
  public Node affine(Node x, float scale, float shift) {
    Node scaled = multiply(x, constant(scale));
    return shift == 0 ? scaled : add(scaled, constant(shift));
  }

  @Override
  public Node relu(Node x) {
    return node("Relu", List.of(), x);
  }

  @Override
  public Node constant(float[] values, int... shape) {
    String name = "constant_" + Arrays.toString(shape) + "_" + Arrays.hashCode(values);
    if (initializers.add(name)) {
      initializer(name, values, shape);
    }
    return new Node(name);
  }

  @Override
  public Node sum(Node x, int axis) {
    return node("ReduceSum", List.of(integer("keepdims", 1)), x, constant(new int[] {axis}));
  }

  @Override
  public Node max(Node x, int axis) {
    return node("ReduceMax", List.of(integer("keepdims", 1)), x, constant(new int[] {axis}));
  }

  @Override
  public Node softmax(Node x) {
    return node("Softmax", List.of(integer("axis", -1)), x);
  }

  @Override
  public Node layerNorm(Node x, Node gain, Node bias) {
    var epsilon =
        AttributeProto.newBuilder()
            .setName("epsilon")
            .setType(AttributeProto.AttributeType.FLOAT)
            .setF(EPSILON);
    return node("LayerNormalization", List.of(epsilon.build()), x, gain, bias);
  }

  /**
   * From primitives, with means as products: for many rows ONNX Runtime's {@code
   * LayerNormalization} takes several times as long.
   */
  @Override
  public Node standardise(Node x, int width) {
    float[] equal = new float[width];
    Arrays.fill(equal, 1f / width);
    Node mean = constant(equal, width, 1);
    Node centred = node("Sub", List.of(), x, matmul(x, mean));
    Node variance = matmul(multiply(centred, centred), mean);
    return node(
        "Div", List.of(), centred, node("Sqrt", List.of(), add(variance, constant(EPSILON))));
  }

  @Override
  public Node concat(List<Node> parts) {
    return parts.size() == 1
        ? parts.get(0)
        : node("Concat", List.of(integer("axis", -1)), parts.toArray(new Node[0]));
  }

  @Override
  public List<Node> split(Node x, int... widths) {
    var split =
        NodeProto.newBuilder()
            .setOpType("Split")
            .addInput(x.name())
            .addInput(constant(widths).name());
    split.addAttribute(integer("axis", -1));
    var parts = new ArrayList<Node>();
    for (int i = 0; i < widths.length; i++) {
      Node part = new Node("Split_" + nodes++);
      split.addOutput(part.name());
      parts.add(part);
    }
    graph.addNode(split);
    return parts;
  }

  @Override
  public Node reshape(Node x, int... shape) {
    return node("Reshape", List.of(), x, constant(shape));
  }

  @Override
  public Node unsqueeze(Node x, int axis) {
    return node("Unsqueeze", List.of(), x, constant(new int[] {axis}));
  }

  @Override
  public Node squeeze(Node x, int axis) {
    return node("Squeeze", List.of(), x, constant(new int[] {axis}));
  }

  @Override
  public Node transpose(Node x, int rank, int axis1, int axis2) {
    var order =
        AttributeProto.newBuilder().setName("perm").setType(AttributeProto.AttributeType.INTS);
    LongStream.range(0, rank)
        .map(axis -> axis == axis1 ? axis2 : axis == axis2 ? axis1 : axis)
        .forEach(order::addInts);
    return node("Transpose", List.of(order.build()), x);
  }

  @Override
  public Node shift(Node x, int places) {
    if (places == 0) {
      return x;
    }
    Node padded = node("Pad", List.of(), x, constant(new int[] {0, 0, 0, 0, places, 0}));
    return node(
        "Slice",
        List.of(),
        padded,
        constant(new int[] {places}),
        constant(new int[] {Integer.MAX_VALUE}),
        constant(new int[] {1}));
  }

  @Override
  public Node gru(
      Node x, Node inputWeight, Node inputBias, Node stateWeight, Node stateBias, int units) {
    Node bias = concat(List.of(gates(inputBias, units), gates(stateBias, units)));
    String name = "GRU_" + nodes++;
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType("GRU")
            .setName(name)
            .addInput(transpose(x, 3, 0, 1).name())
            .addInput(unsqueeze(transpose(gates(inputWeight, units), 2, 0, 1), 0).name())
            .addInput(unsqueeze(transpose(gates(stateWeight, units), 2, 0, 1), 0).name())
            .addInput(unsqueeze(bias, 0).name())
            .addOutput(name)
            .addAttribute(integer("hidden_size", units))
            .addAttribute(integer("linear_before_reset", 1)));
    return transpose(squeeze(new Node(name), 1), 3, 0, 1);
  }

  /** ONNX requires the gates in the order update, reset, new. */
  private Node gates(Node x, int units) {
    List<Node> gates = split(x, units, units, units);
    return concat(List.of(gates.get(1), gates.get(0), gates.get(2)));
  }

  @Override
  public Node repeat(Node x, Node like) {
    Node leading = node("Shape", List.of(integer("start", 0), integer("end", 2)), like);
    Node shape = node("Concat", List.of(integer("axis", 0)), leading, constant(new int[] {1}));
    return node("Expand", List.of(), x, shape);
  }

  private Node node(String operator, List<AttributeProto> attributes, Node... inputs) {
    Node output = new Node(operator + "_" + nodes++);
    var node =
        NodeProto.newBuilder().setOpType(operator).setName(output.name()).addOutput(output.name());
    Arrays.stream(inputs).map(Node::name).forEach(node::addInput);
    graph.addNode(node.addAllAttribute(attributes));
    return output;
  }

  private static AttributeProto integer(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  private Node constant(float value) {
    String name = "float_" + value;
    if (initializers.add(name)) {
      initializer(name, new float[] {value});
    }
    return new Node(name);
  }

  private Node constant(int[] values) {
    String name = "ints_" + Arrays.toString(values);
    if (initializers.add(name)) {
      var tensor =
          TensorProto.newBuilder()
              .setName(name)
              .setDataType(TensorProto.DataType.INT64.getNumber())
              .addDims(values.length);
      Arrays.stream(values).forEach(tensor::addInt64Data);
      graph.addInitializer(tensor);
    }
    return new Node(name);
  }

  private void initializer(String name, float[] values, int... shape) {
    ByteBuffer raw =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values);
    var tensor =
        TensorProto.newBuilder().setName(name).setDataType(TensorProto.DataType.FLOAT.getNumber());
    Arrays.stream(shape).forEach(tensor::addDims);
    graph.addInitializer(tensor.setRawData(ByteString.copyFrom(raw)));
  }
}
