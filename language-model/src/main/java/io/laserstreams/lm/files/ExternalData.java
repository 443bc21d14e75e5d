package io.laserstreams.lm.files;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The files beside a graph that hold its weights, as the graph names them: the {@code location}s of
 * the {@code external_data} of its tensors
 * (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto). It reads the graph as a stream, and
 * skips weights that are in the graph itself.
 */
public final class ExternalData {
  private static final int KEY = 1;
  private static final int VALUE = 2;
  private static final int MAX_DEPTH = 100;
  private static final String LOCATION = "location";

  /** The messages on the way to a tensor's external data, by field. */
  private enum Message {
    MODEL,
    GRAPH,
    NODE,
    ATTRIBUTE,
    TENSOR,
    ENTRY,
    SPARSE,
    FUNCTION;

    private static final Map<Message, Map<Integer, Message>> FIELDS =
        Map.of(
            MODEL, Map.of(7, GRAPH, 25, FUNCTION),
            GRAPH, Map.of(1, NODE, 5, TENSOR, 15, SPARSE),
            NODE, Map.of(5, ATTRIBUTE),
            ATTRIBUTE, Map.of(5, TENSOR, 6, GRAPH, 10, TENSOR, 11, GRAPH, 22, SPARSE, 23, SPARSE),
            TENSOR, Map.of(13, ENTRY),
            ENTRY, Map.of(),
            SPARSE, Map.of(1, TENSOR, 2, TENSOR),
            FUNCTION, Map.of(7, NODE));

    private Map<Integer, Message> fields() {
      return FIELDS.getOrDefault(this, Map.of());
    }
  }

  private final SortedSet<String> locations = new TreeSet<>();

  private ExternalData() {}

  /**
   * The paths of the files, relative to the graph's folder; none if all weights are in the graph.
   *
   * @throws UnusableModelException if the file cannot be read, or is not an ONNX graph
   */
  public static SortedSet<String> locations(Path graph) {
    ExternalData data = new ExternalData();
    try (InputStream in = Files.newInputStream(graph)) {
      CodedInputStream coded = CodedInputStream.newInstance(in);
      coded.setSizeLimit(Integer.MAX_VALUE);
      data.read(coded, Message.MODEL, 0);
    } catch (IOException e) {
      throw new UnusableModelException(
          "%s is not an ONNX graph, or damaged (%s): fetch it again"
              .formatted(graph, e.getMessage()),
          e);
    }
    return data.locations;
  }

  private void read(CodedInputStream in, Message message, int depth) throws IOException {
    if (depth > MAX_DEPTH) {
      throw new IOException("its graphs are nested more than " + MAX_DEPTH + " messages deep");
    }
    String key = "";
    String value = "";
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      int field = WireFormat.getTagFieldNumber(tag);
      Message inner = message.fields().get(field);
      boolean delimited = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
      if (delimited && inner != null) {
        int outer = in.pushLimit(in.readRawVarint32());
        read(in, inner, depth + 1);
        if (in.getBytesUntilLimit() != 0) {
          throw new EOFException("it ends in the middle");
        }
        in.popLimit(outer);
      } else if (delimited && message == Message.ENTRY && field == KEY) {
        key = in.readStringRequireUtf8();
      } else if (delimited && message == Message.ENTRY && field == VALUE) {
        value = in.readStringRequireUtf8();
      } else if (!in.skipField(tag)) {
        throw new IOException("a group ends that did not begin");
      }
    }
    if (key.equals(LOCATION)) {
      locations.add(value);
    }
  }
}
