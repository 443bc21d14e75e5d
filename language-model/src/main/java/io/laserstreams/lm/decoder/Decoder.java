package io.laserstreams.lm.decoder;

import static java.util.Objects.requireNonNull;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.platform.Fp16Conversions;
import io.laserstreams.crm.onnx.OnnxEnvironment;
import io.laserstreams.lm.files.UnusableModelException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * A decoder-only language model's graph. It reads tokens after those in a {@link KeyValueCache} and
 * gives the logits of the token that follows. One call at a time.
 */
public final class Decoder implements AutoCloseable {
  private final OrtEnvironment environment = OnnxEnvironment.get();
  private final OrtSession session;
  private final GraphNames names;
  private final CacheLayout layout;
  private final int vocabulary;
  private final OnnxJavaType logitsType;
  private ByteBuffer logits = ByteBuffer.allocateDirect(0);

  /**
   * @throws UnusableModelException if ONNX Runtime refuses the graph, or it is no decoder in the
   *     hub's layout
   */
  public Decoder(Path graph, DecoderOptions options) {
    requireNonNull(graph, "graph is null");
    session = GraphSession.open(graph, options);
    try {
      names = new GraphNames(session);
      vocabulary = names.vocabulary();
      logitsType = names.logitsType();
      layout = names.cache();
    } catch (OrtException | UnusableModelException e) {
      close();
      throw new UnusableModelException(graph + ": " + e.getMessage(), e);
    }
  }

  /** Tokens that the model knows; logits are of that size. */
  public int vocabulary() {
    return vocabulary;
  }

  /** A cache for this model, without rows. */
  public KeyValueCache newCache() {
    return new KeyValueCache(layout);
  }

  /**
   * Reads the same number of tokens in each row, and adds them to the cache.
   *
   * @param tokens ids, row by row
   * @param padding how many tokens at the beginning of each row of the cache are none
   * @return the logits after the last token, {@code rows × vocabulary}, until the next call
   */
  public FloatBuffer read(KeyValueCache cache, long[] tokens, int[] padding) {
    int rows = cache.rows();
    int added = tokens.length / rows;
    if (added == 0 || tokens.length != rows * added || padding.length != rows) {
      throw new IllegalArgumentException(
          "%d tokens and %d paddings for %d rows".formatted(tokens.length, padding.length, rows));
    }
    int kept = kept(added);
    Map<String, OnnxTensor> inputs = new HashMap<>();
    Map<String, OnnxTensor> outputs = new HashMap<>();
    try {
      inputs.put(GraphNames.IDS, longs(tokens, rows, added));
      inputs.put(GraphNames.MASK, longs(mask(cache, added, padding), rows, cache.length() + added));
      if (names.hasInput(GraphNames.POSITIONS)) {
        inputs.put(GraphNames.POSITIONS, longs(positions(cache, added, padding), rows, added));
      }
      if (names.hasInput(GraphNames.KEPT_LOGITS)) {
        inputs.put(
            GraphNames.KEPT_LOGITS,
            OnnxTensor.createTensor(environment, LongBuffer.wrap(new long[] {1}), new long[0]));
      }
      inputs.putAll(cache.inputs());
      outputs.putAll(cache.outputs(added));
      outputs.put(GraphNames.LOGITS, logits(rows, kept));
      session.run(inputs, outputs).close();
      cache.advance(added);
      return last(rows, kept);
    } catch (OrtException e) {
      throw new IllegalStateException("the language model failed: " + e.getMessage(), e);
    } finally {
      inputs.values().forEach(OnnxTensor::close);
      outputs.values().forEach(OnnxTensor::close);
    }
  }

  /** Tokens of a call whose logits the graph gives. */
  private int kept(int added) {
    return names.hasInput(GraphNames.KEPT_LOGITS) ? 1 : added;
  }

  /**
   * Bytes that a call takes outside the heap for inputs and logits, without keys and values.
   *
   * @param total tokens of a row after the call
   */
  public long callBytes(int rows, int added, int total) {
    long inputs = (long) rows * (total + 2L * added) * Long.BYTES;
    return inputs + (long) rows * kept(added) * vocabulary * logitsType.size;
  }

  private static long[] mask(KeyValueCache cache, int added, int[] padding) {
    int length = cache.length() + added;
    long[] mask = new long[padding.length * length];
    for (int row = 0; row < padding.length; row++) {
      for (int token = padding[row]; token < length; token++) {
        mask[row * length + token] = 1;
      }
    }
    return mask;
  }

  private static long[] positions(KeyValueCache cache, int added, int[] padding) {
    long[] positions = new long[padding.length * added];
    for (int row = 0; row < padding.length; row++) {
      for (int token = 0; token < added; token++) {
        positions[row * added + token] = (long) cache.length() + token - padding[row];
      }
    }
    return positions;
  }

  private OnnxTensor longs(long[] values, int rows, int columns) throws OrtException {
    return OnnxTensor.createTensor(
        environment, LongBuffer.wrap(values), new long[] {rows, columns});
  }

  private OnnxTensor logits(int rows, int tokens) throws OrtException {
    int bytes = Math.toIntExact((long) rows * tokens * vocabulary * logitsType.size);
    if (logits.capacity() < bytes) {
      logits = ByteBuffer.allocateDirect(bytes);
    }
    ByteBuffer part = logits.slice(0, bytes).order(ByteOrder.nativeOrder());
    return OnnxTensor.createTensor(
        environment, part, new long[] {rows, tokens, vocabulary}, logitsType);
  }

  private FloatBuffer last(int rows, int tokens) {
    FloatBuffer last = FloatBuffer.allocate(rows * vocabulary);
    for (int row = 0; row < rows; row++) {
      int bytes = vocabulary * logitsType.size;
      ByteBuffer of =
          logits.slice((row * tokens + tokens - 1) * bytes, bytes).order(ByteOrder.nativeOrder());
      if (logitsType == OnnxJavaType.FLOAT) {
        last.put(of.asFloatBuffer());
      } else {
        ShortBuffer halves = of.asShortBuffer();
        while (halves.hasRemaining()) {
          last.put(Fp16Conversions.fp16ToFloat(halves.get()));
        }
      }
    }
    return last.flip();
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("cannot close the language model: " + e.getMessage(), e);
    }
  }
}
