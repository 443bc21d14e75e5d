package io.laserstreams.learning.dataset.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.laserstreams.learning.dataset.description.FileFormat;
import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON: an object for each row, one after the other as in JSON lines, or in one array. A
 * member that an object lacks, or that is null, is a missing value; a list is read as in Parquet.
 */
final class JsonRows {
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();
  private static final int LISTED = 20;
  private static final int SAMPLED = 1_000;

  private final Path file;
  private final FileFormat format;
  private final List<String> names;
  private final Columns columns;
  private final Set<String> seen;
  private final Set<String> others;

  private JsonRows(
      Path file, FileFormat format, Set<String> wanted, Set<String> seen, Set<String> others) {
    this.seen = seen;
    this.others = others;
    this.file = file;
    this.format = format;
    this.names = List.copyOf(new TreeSet<>(wanted));
    Map<String, Integer> indexes = new HashMap<>();
    names.forEach(name -> indexes.put(name, indexes.size()));
    this.columns = new Columns(indexes, Collections.nCopies(names.size(), ColumnType.TEXT));
  }

  /**
   * Passes each row of these parts to {@code consumer}.
   *
   * @throws InvalidDatasetException if a part is not such JSON, or a column is in no object of any
   */
  static void read(
      List<Path> parts, FileFormat format, Set<String> wanted, Consumer<Row> consumer) {
    Set<String> seen = new HashSet<>();
    Set<String> others = new TreeSet<>();
    for (Path part : parts) {
      new JsonRows(part, format, wanted, seen, others).read(consumer);
    }
    for (String name : new TreeSet<>(wanted)) {
      if (!seen.contains(name)) {
        throw new InvalidDatasetException(
            "%s has no column '%s' in any object, it has %s".formatted(parts.get(0), name, others));
      }
    }
  }

  /** The names of the members with values or lists of them in the first objects. */
  static List<String> names(Path file, FileFormat format) {
    Set<String> names = new LinkedHashSet<>();
    Set<String> nested = new HashSet<>();
    try (var in = new InputStreamReader(decompressed(file), format.decoding());
        JsonParser parser = MAPPER.createParser(in)) {
      JsonToken token = parser.nextToken();
      token = token == JsonToken.START_ARRAY ? parser.nextToken() : token;
      for (int n = 0; n < SAMPLED && token == JsonToken.START_OBJECT; n++) {
        JsonNode object = MAPPER.readTree(parser);
        object
            .properties()
            .forEach(
                member -> {
                  names.add(member.getKey());
                  if (isNested(member.getValue())) {
                    nested.add(member.getKey());
                  }
                });
        token = parser.nextToken();
      }
    } catch (IOException e) {
      throw new InvalidDatasetException("cannot read %s: %s".formatted(file, e.getMessage()), e);
    }
    names.removeAll(nested);
    return List.copyOf(names);
  }

  private static boolean isNested(JsonNode value) {
    if (value.isArray()) {
      for (JsonNode element : value) {
        if (element.isContainerNode()) {
          return true;
        }
      }
    }
    return value.isObject();
  }

  private void read(Consumer<Row> consumer) {
    try (var in = new InputStreamReader(decompressed(file), format.decoding());
        JsonParser parser = MAPPER.createParser(in)) {
      read(parser, consumer);
    } catch (JsonProcessingException e) {
      throw new InvalidDatasetException(
          "%s, line %d: is not JSON: %s"
              .formatted(file, e.getLocation().getLineNr(), e.getOriginalMessage()),
          e);
    } catch (IOException e) {
      throw new InvalidDatasetException("cannot read %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static InputStream decompressed(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    try {
      return FileKind.isGzip(file) ? new GZIPInputStream(in) : in;
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  private void read(JsonParser parser, Consumer<Row> consumer) throws IOException {
    JsonToken first = parser.nextToken();
    boolean isArray = first == JsonToken.START_ARRAY;
    for (JsonToken token = isArray ? parser.nextToken() : first;
        token != null && token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      var position =
          new FilePosition(file.toString(), "line", parser.currentTokenLocation().getLineNr());
      if (token != JsonToken.START_OBJECT) {
        throw new InvalidDatasetException(
            "%s: there is %s instead of an object with a row's columns".formatted(position, token));
      }
      consumer.accept(row(position, MAPPER.readTree(parser)));
    }
  }

  private Row row(FilePosition position, JsonNode object) {
    if (others.size() < LISTED) {
      object.fieldNames().forEachRemaining(others::add);
    }
    @Nullable Object[] values = new @Nullable Object[names.size()];
    for (int i = 0; i < values.length; i++) {
      JsonNode member = object.get(names.get(i));
      if (member != null) {
        seen.add(names.get(i));
        values[i] = value(position, names.get(i), member);
      }
    }
    return new Row(position, columns, format, values);
  }

  private static @Nullable Object value(FilePosition position, String name, JsonNode member) {
    if (!member.isArray()) {
      return text(position, name, member);
    }
    List<@Nullable String> texts = new ArrayList<>();
    member.forEach(element -> texts.add(text(position, name, element)));
    return texts;
  }

  private static @Nullable String text(FilePosition position, String name, JsonNode value) {
    if (value.isContainerNode()) {
      throw new InvalidDatasetException(
          "%s, column '%s': is an object or a list of lists, which cannot be read: %s"
              .formatted(position, name, value));
    }
    return value.isNull()
        ? null
        : value.isBigDecimal() ? value.decimalValue().toPlainString() : value.asText();
  }
}
