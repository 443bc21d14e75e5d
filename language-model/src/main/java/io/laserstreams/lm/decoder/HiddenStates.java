package io.laserstreams.lm.decoder;

import static java.util.Objects.requireNonNull;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.laserstreams.crm.onnx.OnnxEnvironment;
import io.laserstreams.lm.files.UnusableModelException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * A decoder-only language model's graph that gives its hidden states, with or without logits beside
 * them. Thread-safe, but must not be closed during a call.
 */
public final class HiddenStates implements AutoCloseable {
  private final OrtEnvironment environment = OnnxEnvironment.get();
  private final OrtSession session;
  private final GraphNames names;
  private final String output;
  private final Map<String, OnnxTensor> emptyPast = new HashMap<>();

  /**
   * @throws UnusableModelException if ONNX Runtime refuses the graph, or it gives no hidden states
   */
  public HiddenStates(Path graph, DecoderOptions options) {
    requireNonNull(graph, "graph is null");
    session = GraphSession.open(graph, options);
    try {
      names = new GraphNames(session);
      output = names.hiddenStates();
      if (names.hasPast()) {
        KeyValueCache cache = new KeyValueCache(names.cache());
        cache.clear();
        emptyPast.putAll(cache.inputs());
      }
    } catch (OrtException | UnusableModelException e) {
      close();
      throw new UnusableModelException(graph + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads a text by itself.
   *
   * @param tokens ids; at least one
   * @return the hidden states of the last layer, {@code tokens × size}
   */
  public FloatBuffer read(long[] tokens) {
    if (tokens.length == 0) {
      throw new IllegalArgumentException("there are no tokens to read");
    }
    Map<String, OnnxTensor> own = new HashMap<>();
    try {
      long[] shape = {1, tokens.length};
      own.put(GraphNames.IDS, longs(tokens, shape));
      own.put(GraphNames.MASK, longs(ones(tokens.length), shape));
      if (names.hasInput(GraphNames.POSITIONS)) {
        own.put(GraphNames.POSITIONS, longs(positions(tokens.length), shape));
      }
      if (names.hasInput(GraphNames.KEPT_LOGITS)) {
        own.put(GraphNames.KEPT_LOGITS, longs(new long[] {1}));
      }
      Map<String, OnnxTensor> inputs = new HashMap<>(emptyPast);
      inputs.putAll(own);
      try (OrtSession.Result result = session.run(inputs, Set.of(output))) {
        return lastLayer((OnnxTensor) result.get(0), tokens.length);
      }
    } catch (OrtException e) {
      throw new IllegalStateException("the language model failed: " + e.getMessage(), e);
    } finally {
      own.values().forEach(OnnxTensor::close);
    }
  }

  /** Where all layers are in one tensor, the last one is its end. */
  private static FloatBuffer lastLayer(OnnxTensor states, int tokens) {
    long[] shape = states.getInfo().getShape();
    FloatBuffer layers = states.getFloatBuffer();
    int size = (int) shape[shape.length - 1];
    int layer = tokens * size;
    if (shape[shape.length - 2] != tokens) {
      throw new IllegalStateException(
          "the language model gives hidden states of %d tokens for %d"
              .formatted(shape[shape.length - 2], tokens));
    }
    return layers.slice(layers.capacity() - layer, layer);
  }

  private static long[] ones(int count) {
    long[] ones = new long[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static long[] positions(int count) {
    return LongStream.range(0, count).toArray();
  }

  private OnnxTensor longs(long[] values, long... shape) throws OrtException {
    return OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape);
  }

  @Override
  public void close() {
    emptyPast.values().forEach(OnnxTensor::close);
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("cannot close the language model: " + e.getMessage(), e);
    }
  }
}
