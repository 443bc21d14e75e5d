package io.laserstreams.tools.tail;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.laserstreams.crm.bytes.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Bytes without a schema as JSON: text where they are text. */
final class PlainJson {
  /** Longer bytes are summarised: a chunk of a model would be a line of a megabyte. */
  private static final int MAX_BYTES_IN_FULL = 1_024;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private PlainJson() {}

  /** Text if the bytes are printable UTF-8, else as {@link #ofBytes} shows them. */
  static JsonNode of(byte @Nullable [] bytes) {
    if (bytes == null) {
      return JSON.nullNode();
    }
    return text(bytes).<JsonNode>map(JSON::textNode).orElseGet(() -> ofBytes(bytes));
  }

  /** Their number and Base64; if they are many, their number and SHA-256. */
  static ObjectNode ofBytes(byte[] bytes) {
    ObjectNode node = JSON.objectNode().put("bytes", bytes.length);
    return bytes.length <= MAX_BYTES_IN_FULL
        ? node.put("base64", Base64.getEncoder().encodeToString(bytes))
        : node.put("sha256", Sha256.hex(bytes));
  }

  /** The text that the bytes are; empty if they are not UTF-8 or have control characters. */
  static Optional<String> text(byte[] bytes) {
    try {
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.chars().allMatch(PlainJson::isPrintable) ? Optional.of(text) : Optional.empty();
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static boolean isPrintable(int character) {
    return character == '\n'
        || character == '\r'
        || character == '\t'
        || !Character.isISOControl(character);
  }
}
