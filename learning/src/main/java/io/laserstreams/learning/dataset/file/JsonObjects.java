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
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Reads the objects of a file of JSON, one after the other as in JSON lines, or in one array. */
final class JsonObjects {
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private JsonObjects() {}

  /** Takes an object, and returns whether to read on. */
  @FunctionalInterface
  interface Visitor {
    boolean visit(FilePosition position, JsonNode object);
  }

  /**
   * Passes the objects to {@code visitor} until it has seen enough.
   *
   * @throws InvalidDatasetException if something else is in the file, or it cannot be read; the
   *     message names file and line
   */
  static void read(Path file, FileFormat format, Visitor visitor) {
    try (var in = reader(file, format);
        JsonParser parser = MAPPER.createParser(in)) {
      read(file, parser, visitor);
    } catch (JsonProcessingException e) {
      throw new InvalidDatasetException(
          "%s, line %d: is not JSON: %s"
              .formatted(file, e.getLocation().getLineNr(), e.getOriginalMessage()),
          e);
    } catch (CharacterCodingException e) {
      throw new InvalidDatasetException(
          "%s is not in %s: set format.charset".formatted(file, format.decoding()), e);
    } catch (IOException e) {
      throw new InvalidDatasetException("cannot read %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static InputStreamReader reader(Path file, FileFormat format) throws IOException {
    InputStream in = Files.newInputStream(file);
    try {
      return new InputStreamReader(
          FileKind.isGzip(file) ? new GZIPInputStream(in) : in,
          format
              .decoding()
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT));
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  private static void read(Path file, JsonParser parser, Visitor visitor) throws IOException {
    JsonToken first = parser.nextToken();
    boolean isArray = first == JsonToken.START_ARRAY;
    JsonToken token = isArray ? parser.nextToken() : first;
    while (token != null && token != JsonToken.END_ARRAY) {
      var position =
          new FilePosition(file.toString(), "line", parser.currentTokenLocation().getLineNr());
      if (token != JsonToken.START_OBJECT) {
        throw new InvalidDatasetException(
            "%s: there is %s instead of an object with a row's columns".formatted(position, token));
      }
      if (!visitor.visit(position, MAPPER.readTree(parser))) {
        return;
      }
      token = parser.nextToken();
    }
    JsonToken after = isArray ? parser.nextToken() : null;
    if (after != null) {
      throw new InvalidDatasetException(
          "%s, line %d: there is %s after the end of the array"
              .formatted(file, parser.currentTokenLocation().getLineNr(), after));
    }
  }
}
