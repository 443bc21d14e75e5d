package io.laserstreams.lm.support;

import static io.laserstreams.lm.support.GraphWriter.attribute;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A decoder of two layers with random weights, built as Llama's: RMS norm, rotary positions,
 * grouped queries, gated layers; in the hub's layout.
 */
final class TinyDecoder {
  /** How numbers are stored. */
  enum Precision {
    FLOAT,
    /** Past, present and logits in half precision. */
    FLOAT16,
    /** The last matrix in 4 bits. */
    FOUR_BIT,
    /** In full, by a graph that takes padding for tokens. */
    BLIND_TO_PADDING
  }

  private static final int LAYERS = 2;
  private static final int GROUPS = 2;
  private static final int QUERIES = 2;
  private static final int WIDTH = 16;
  static final int HIDDEN = GROUPS * QUERIES * WIDTH;
  private static final int INNER = 96;
  private static final int POSITIONS = 2048;
  private static final float MASKED = -1e9f;

  private final GraphWriter graph = new GraphWriter();
  private final SplittableRandom random;
  private final Precision precision;
  private final float[] bias;
  private final boolean past;
  private final boolean positions;
  private final List<String> layers = new ArrayList<>();

  /**
   * @param bias of each token's logit
   */
  TinyDecoder(float[] bias, Precision precision, long seed) {
    this(bias, precision, true, true, seed);
  }

  /**
   * @param past whether it reads and writes keys and values
   * @param positions whether it reads positions; otherwise it counts
   */
  TinyDecoder(float[] bias, Precision precision, boolean past, boolean positions, long seed) {
    this.bias = bias;
    this.precision = precision;
    this.past = past;
    this.positions = positions;
    this.random = new SplittableRandom(seed);
  }

  /** A graph that gives logits. */
  byte[] toBytes() {
    String logits = graph.node("Add", head(hiddenStates()), graph.floats(bias, bias.length));
    graph.output("logits", stored(logits), stored(), "batch", "tokens", bias.length);
    return graph.toBytes();
  }

  /** A graph that gives the hidden states of the last layer. */
  byte[] lastHiddenState(String name) {
    graph.output(name, stored(hiddenStates()), stored(), "batch", "tokens", HIDDEN);
    return graph.toBytes();
  }

  /** A graph that gives the hidden states of each layer in an output of its own. */
  byte[] hiddenStatesByLayer() {
    hiddenStates();
    for (int layer = 0; layer < layers.size(); layer++) {
      graph.output(
          "hidden_states." + layer, stored(layers.get(layer)), stored(), "batch", "tokens", HIDDEN);
    }
    return graph.toBytes();
  }

  /** A graph that gives the hidden states of all layers in one output. */
  byte[] hiddenStatesTogether() {
    hiddenStates();
    String[] all =
        layers.stream()
            .map(layer -> graph.node("Unsqueeze", layer, graph.longs(0)))
            .toArray(String[]::new);
    graph.output(
        "hidden_states",
        stored(graph.node("Concat", List.of(attribute("axis", 0)), all)),
        stored(),
        all.length,
        "batch",
        "tokens",
        HIDDEN);
    return graph.toBytes();
  }

  private String hiddenStates() {
    String ids = graph.input("input_ids", DataType.INT64, "batch", "tokens");
    String mask = graph.input("attention_mask", DataType.INT64, "batch", "total");
    String positions =
        this.positions
            ? graph.input("position_ids", DataType.INT64, "batch", "tokens")
            : graph.node("Unsqueeze", newTokens(ids, mask), graph.longs(0));
    String cos = graph.node("Gather", table(true), positions);
    String sin = graph.node("Gather", table(false), positions);
    String attention = attentionBias(ids, mask);
    String hidden = graph.node("Gather", weights(1, bias.length, HIDDEN), ids);
    layers.add(hidden);
    for (int layer = 0; layer < LAYERS; layer++) {
      hidden = graph.node("Add", hidden, attention(layer, norm(hidden), cos, sin, attention));
      hidden = graph.node("Add", hidden, gated(norm(hidden)));
      layers.add(hidden);
    }
    layers.set(LAYERS, norm(hidden));
    return layers.get(LAYERS);
  }

  private String attention(int layer, String input, String cos, String sin, String bias) {
    String queries =
        graph.node(
            "Transpose",
            List.of(attribute("perm", 0, 2, 3, 1, 4)),
            projected(input, HIDDEN, 0, 0, GROUPS, QUERIES, WIDTH));
    String keys = past("key", layer, rotated(heads(input), cos, sin, graph.longs(1)));
    String values = past("value", layer, heads(input));
    String transposed = graph.node("Transpose", List.of(attribute("perm", 0, 1, 3, 2)), keys);
    String scores =
        graph.node(
            "MatMul",
            rotated(queries, cos, sin, graph.longs(1, 2)),
            graph.node("Unsqueeze", transposed, graph.longs(2)));
    String scaled = graph.node("Mul", scores, graph.number((float) (1 / Math.sqrt(WIDTH))));
    String weights =
        graph.node("Softmax", List.of(attribute("axis", -1)), graph.node("Add", scaled, bias));
    String mixed = graph.node("MatMul", weights, graph.node("Unsqueeze", values, graph.longs(2)));
    String ordered = graph.node("Transpose", List.of(attribute("perm", 0, 3, 1, 2, 4)), mixed);
    String joined = graph.node("Reshape", ordered, graph.longs(0, 0, HIDDEN));
    return graph.node("MatMul", joined, matrix(HIDDEN, HIDDEN));
  }

  private String heads(String input) {
    return graph.node(
        "Transpose",
        List.of(attribute("perm", 0, 2, 1, 3)),
        projected(input, GROUPS * WIDTH, 0, 0, GROUPS, WIDTH));
  }

  private String projected(String input, int size, long... shape) {
    return graph.node(
        "Reshape", graph.node("MatMul", input, matrix(HIDDEN, size)), graph.longs(shape));
  }

  private String rotated(String heads, String cos, String sin, String axes) {
    List<String> halves =
        graph.nodes(
            "", "Split", 2, List.of(attribute("axis", -1), attribute("num_outputs", 2)), heads);
    String turned =
        graph.node(
            "Concat",
            List.of(attribute("axis", -1)),
            graph.node("Neg", halves.get(1)),
            halves.get(0));
    return graph.node(
        "Add",
        graph.node("Mul", heads, graph.node("Unsqueeze", cos, axes)),
        graph.node("Mul", turned, graph.node("Unsqueeze", sin, axes)));
  }

  private String past(String kind, int layer, String added) {
    if (!past) {
      return added;
    }
    String name = "past_key_values." + layer + "." + kind;
    String before = graph.input(name, stored(), "batch", GROUPS, "past", WIDTH);
    String all =
        graph.node("Concat", List.of(attribute("axis", 2)), cast(before, DataType.FLOAT), added);
    String present = "present." + layer + "." + kind;
    graph.output(present, stored(all), stored(), "batch", GROUPS, "total", WIDTH);
    return all;
  }

  private String attentionBias(String ids, String mask) {
    String columns = graph.node("Range", graph.index(0), dimension(mask), graph.index(1));
    String rows = newTokens(ids, mask);
    String later = graph.node("Greater", columns, graph.node("Unsqueeze", rows, graph.longs(1)));
    String causal = graph.node("Mul", cast(later, DataType.FLOAT), graph.number(MASKED));
    String missing = graph.node("Sub", graph.number(1), cast(mask, DataType.FLOAT));
    float weight = precision == Precision.BLIND_TO_PADDING ? 0 : MASKED;
    String padding = graph.node("Mul", missing, graph.number(weight));
    return graph.node("Add", graph.node("Unsqueeze", padding, graph.longs(1, 2, 3)), causal);
  }

  /** Places of the tokens that are not in the past. */
  private String newTokens(String ids, String mask) {
    String total = dimension(mask);
    String first = graph.node("Sub", total, dimension(ids));
    return graph.node("Range", first, total, graph.index(1));
  }

  /** Size of the second dimension. */
  private String dimension(String value) {
    return graph.node("Gather", graph.node("Shape", value), graph.index(1));
  }

  private String gated(String input) {
    String gate = graph.node("MatMul", input, matrix(HIDDEN, INNER));
    String opened = graph.node("Mul", gate, graph.node("Sigmoid", gate));
    String up = graph.node("MatMul", input, matrix(HIDDEN, INNER));
    return graph.node("MatMul", graph.node("Mul", opened, up), matrix(INNER, HIDDEN));
  }

  private String norm(String input) {
    String squares = graph.node("Mul", input, input);
    String mean = graph.node("ReduceMean", squares, graph.longs(-1));
    String root = graph.node("Sqrt", graph.node("Add", mean, graph.number(1e-5f)));
    return graph.node("Div", input, root);
  }

  private String head(String input) {
    int tokens = bias.length;
    if (precision != Precision.FOUR_BIT) {
      return graph.node("MatMul", input, freeTokens());
    }
    int block = 32;
    int blocks = HIDDEN / block;
    byte[] weights = new byte[tokens * blocks * block / 2];
    random.nextBytes(weights);
    float[] scales = new float[tokens * blocks];
    Arrays.fill(scales, 0.05f);
    List<AttributeProto> attributes =
        List.of(
            attribute("K", HIDDEN),
            attribute("N", tokens),
            attribute("bits", 4),
            attribute("block_size", block));
    return graph
        .nodes(
            "com.microsoft",
            "MatMulNBits",
            1,
            attributes,
            input,
            graph.bytes(weights, tokens, blocks, block / 2),
            graph.floats(scales, scales.length))
        .get(0);
  }

  /** Weights of the tokens without a bias; the logits of others are their bias alone. */
  private String freeTokens() {
    float[] weights = random(1.5 / Math.sqrt(HIDDEN), HIDDEN * bias.length);
    for (int i = 0; i < weights.length; i++) {
      if (bias[i % bias.length] != 0) {
        weights[i] = 0;
      }
    }
    return graph.floats(weights, HIDDEN, bias.length);
  }

  private String matrix(int rows, int columns) {
    return weights(1.5 / Math.sqrt(rows), rows, columns);
  }

  private String weights(double scale, int rows, int columns) {
    return graph.floats(random(scale, rows * columns), rows, columns);
  }

  private float[] random(double scale, int count) {
    float[] data = new float[count];
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) (random.nextGaussian() * scale);
    }
    return data;
  }

  private String table(boolean cosine) {
    float[] data = new float[POSITIONS * WIDTH];
    for (int position = 0; position < POSITIONS; position++) {
      for (int i = 0; i < WIDTH; i++) {
        double angle = position / Math.pow(10_000, 2.0 * (i % (WIDTH / 2)) / WIDTH);
        data[position * WIDTH + i] = (float) (cosine ? Math.cos(angle) : Math.sin(angle));
      }
    }
    return graph.floats(data, POSITIONS, WIDTH);
  }

  private String cast(String value, DataType type) {
    return graph.node("Cast", List.of(attribute("to", (long) type.getNumber())), value);
  }

  private DataType stored() {
    return precision == Precision.FLOAT16 ? DataType.FLOAT16 : DataType.FLOAT;
  }

  private String stored(String value) {
    return cast(value, stored());
  }
}
