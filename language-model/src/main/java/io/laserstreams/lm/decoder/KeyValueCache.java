package io.laserstreams.lm.decoder;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.laserstreams.crm.onnx.OnnxEnvironment;
import io.laserstreams.lm.decoder.CacheLayout.CacheTensor;
import io.laserstreams.lm.files.UnusableModelException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keys and values of the tokens that a decoder has read, for some rows side by side. All rows have
 * the same length; a shorter text is padded on the left.
 *
 * <p>A graph in the hub's layout reads the past and writes the present, one token longer. Two
 * halves of memory take turns as past and present, and are used again from call to call; they grow
 * by need. Not thread-safe.
 */
public final class KeyValueCache {
  /** Memory for that many more tokens than needed, so that it need not grow with each one. */
  private static final int HEADROOM = 64;

  private static final long MAX_BYTES = Integer.MAX_VALUE - 64L;

  private final OrtEnvironment environment = OnnxEnvironment.get();
  private final CacheLayout layout;
  private ByteBuffer[] past;
  private ByteBuffer[] present;
  private int rows;
  private int length;

  KeyValueCache(CacheLayout layout) {
    this.layout = layout;
    this.past = new ByteBuffer[layout.tensors().size()];
    this.present = new ByteBuffer[layout.tensors().size()];
  }

  public int rows() {
    return rows;
  }

  /** Tokens in each row, padding included. */
  public int length() {
    return length;
  }

  /** Bytes of one token of one row, of which there are two: past and present. */
  public long bytesPerToken() {
    return layout.bytesPerToken();
  }

  /** Bytes that either of past and present takes at most while it grows to so many tokens. */
  public long roomyBytes(int maxRows, int maxTokens) {
    return bytesPerToken() * maxRows * (maxTokens + headroom(maxTokens));
  }

  /** The past as the graph's inputs; the caller closes them. */
  Map<String, OnnxTensor> inputs() throws OrtException {
    Map<String, OnnxTensor> tensors = new HashMap<>();
    for (int i = 0; i < past.length; i++) {
      CacheTensor tensor = layout.tensors().get(i);
      past[i] = enough(past[i], tensor, rows, length);
      tensors.put(tensor.past(), view(past[i], tensor, length));
    }
    return tensors;
  }

  /** Room for the graph's outputs after {@code added} tokens; the caller closes them. */
  Map<String, OnnxTensor> outputs(int added) throws OrtException {
    Map<String, OnnxTensor> tensors = new HashMap<>();
    for (int i = 0; i < present.length; i++) {
      CacheTensor tensor = layout.tensors().get(i);
      present[i] = enough(present[i], tensor, rows, length + added);
      tensors.put(tensor.present(), view(present[i], tensor, length + added));
    }
    return tensors;
  }

  /** What the graph has written becomes the past. */
  void advance(int added) {
    swap();
    length += added;
  }

  /**
   * @throws UnusableModelException if a tensor of so many rows and tokens cannot be had
   */
  public void requireRoom(int maxRows, int maxTokens) {
    for (CacheTensor tensor : layout.tensors()) {
      long bytes = (long) maxRows * tensor.heads() * maxTokens * layout.stride(tensor);
      if (bytes > MAX_BYTES) {
        throw new UnusableModelException(
            "%d texts of %d tokens need %d bytes for the keys of a layer, and the most is %d: lower"
                    .formatted(maxRows, maxTokens, bytes, MAX_BYTES)
                + " the batch or the context");
      }
    }
  }

  /** Starts again with one row that has no tokens. */
  public void clear() {
    rows = 1;
    length = 0;
  }

  /**
   * The newest tokens of a row.
   *
   * @param source may be the cache itself
   * @param skip tokens of the source's end that are left out
   * @param tokens that are taken
   */
  public record Row(KeyValueCache source, int row, int skip, int tokens) {
    public Row {
      if (row >= source.rows || skip < 0 || tokens + skip > source.length) {
        throw new IllegalArgumentException(
            "row %d of %d, %d + %d of %d tokens"
                .formatted(row, source.rows, tokens, skip, source.length));
      }
    }

    /** The last {@code tokens} tokens of a row. */
    public static Row newest(KeyValueCache source, int row, int tokens) {
      return new Row(source, row, 0, tokens);
    }

    /** The first {@code tokens} tokens of a cache with a single row without padding. */
    public static Row oldest(KeyValueCache source, int tokens) {
      return new Row(source, 0, source.length - tokens, tokens);
    }
  }

  /** Becomes these rows, each padded with zeros on the left to the longest. */
  public void become(List<Row> newRows) {
    int newLength = newRows.stream().mapToInt(Row::tokens).max().orElse(0);
    for (int i = 0; i < layout.tensors().size(); i++) {
      CacheTensor tensor = layout.tensors().get(i);
      ByteBuffer target = enough(present[i], tensor, newRows.size(), newLength);
      present[i] = target;
      int stride = layout.stride(tensor);
      for (int row = 0; row < newRows.size(); row++) {
        Row from = newRows.get(row);
        for (int head = 0; head < tensor.heads(); head++) {
          int start = (row * tensor.heads() + head) * newLength * stride;
          int padding = (newLength - from.tokens()) * stride;
          zero(target, start, padding);
          copy(from, i, head, target, start + padding);
        }
      }
    }
    swap();
    rows = newRows.size();
    length = newLength;
  }

  private void copy(Row from, int index, int head, ByteBuffer target, int at) {
    CacheTensor tensor = layout.tensors().get(index);
    int stride = layout.stride(tensor);
    int sourceLength = from.source().length;
    int first = sourceLength - from.skip() - from.tokens();
    int start = ((from.row() * tensor.heads() + head) * sourceLength + first) * stride;
    if (from.tokens() > 0) {
      target.put(at, from.source().past[index], start, from.tokens() * stride);
    }
  }

  private static void zero(ByteBuffer target, int start, int bytes) {
    ByteBuffer padding = target.slice(start, bytes);
    while (padding.remaining() >= Long.BYTES) {
      padding.putLong(0);
    }
    while (padding.hasRemaining()) {
      padding.put((byte) 0);
    }
  }

  private void swap() {
    ByteBuffer[] other = past;
    past = present;
    present = other;
  }

  private OnnxTensor view(ByteBuffer memory, CacheTensor tensor, int tokens) throws OrtException {
    ByteBuffer part = memory.slice(0, bytes(tensor, rows, tokens)).order(ByteOrder.nativeOrder());
    return OnnxTensor.createTensor(environment, part, tensor.shape(rows, tokens), layout.type());
  }

  private ByteBuffer enough(
      @Nullable ByteBuffer memory, CacheTensor tensor, int forRows, int tokens) {
    return memory != null && memory.capacity() >= bytes(tensor, forRows, tokens)
        ? memory
        : ByteBuffer.allocateDirect(roomy(tensor, forRows, tokens));
  }

  /** Half as much again, so that a text that grows is seldom moved. */
  private int roomy(CacheTensor tensor, int forRows, int tokens) {
    long perToken = (long) forRows * tensor.heads() * layout.stride(tensor);
    long needed = perToken * tokens;
    return Math.toIntExact(
        Math.max(needed, Math.min(MAX_BYTES, needed + perToken * headroom(tokens))));
  }

  private static int headroom(int tokens) {
    return Math.max(HEADROOM, tokens / 2);
  }

  private int bytes(CacheTensor tensor, int forRows, int tokens) {
    return Math.toIntExact((long) forRows * tensor.heads() * tokens * layout.stride(tensor));
  }
}
