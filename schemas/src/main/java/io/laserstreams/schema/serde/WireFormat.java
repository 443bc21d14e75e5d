package io.laserstreams.schema.serde;

import java.nio.ByteBuffer;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;

/** Confluent's wire format: a zero byte, the schema's id in four big-endian bytes, Avro binary. */
final class WireFormat {
  static final byte MAGIC = 0;
  static final int HEADER_BYTES = 1 + Integer.BYTES;

  private WireFormat() {}

  static boolean hasHeader(byte[] bytes) {
    return bytes.length >= HEADER_BYTES && bytes[0] == MAGIC;
  }

  /**
   * The id of the writer's schema.
   *
   * @throws UnreadableRecordException if the bytes do not start as the format does
   */
  static int schemaId(String topic, byte[] bytes) {
    if (!hasHeader(bytes)) {
      throw new UnreadableRecordException(
          "Not in Confluent's wire format on "
              + topic
              + ": "
              + bytes.length
              + " bytes that "
              + (bytes.length == 0 ? "are empty" : "start with " + bytes[0] + " instead of 0"));
    }
    return ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt();
  }

  /** Reads what follows the header. */
  static BinaryDecoder body(byte[] bytes) {
    return DecoderFactory.get()
        .binaryDecoder(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES, null);
  }
}
