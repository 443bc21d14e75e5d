package io.laserstreams.worker.encoder;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Writes the folder of a sentence transformer whose token vectors are the rows of a table: [CLS],
 * a, b, c. The graph is written as protobuf,
 * https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.
 */
final class TinyEncoder {
  static final int DIMENSIONS = 2;

  /** By token: unknown, [CLS], a, b, c. */
  static final float[][] TABLE = {{0, 9}, {1, 0}, {3, 1}, {-1, 2}, {2, -4}};

  static final String TOKENIZER =
      """
      {"version": "1.0", "added_tokens": [], "normalizer": null, "decoder": null,
       "pre_tokenizer": {"type": "Whitespace"},
       "post_processor": {"type": "TemplateProcessing",
         "single": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}},
                    {"Sequence": {"id": "A", "type_id": 0}}],
         "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
         "special_tokens": {"[CLS]": {"id": "[CLS]", "ids": [1], "tokens": ["[CLS]"]}}},
       "model": {"type": "WordLevel", "unk_token": "[UNK]",
         "vocab": {"[UNK]": 0, "[CLS]": 1, "a": 2, "b": 3, "c": 4}}}
      """;

  private static final int INT64 = 7;
  private static final int FLOAT = 1;

  private TinyEncoder() {}

  /** Writes a folder that pools by the given mode. */
  static Path write(Path folder, String poolingMode) throws IOException {
    Files.createDirectories(folder.resolve("1_Pooling"));
    Files.createDirectories(folder.resolve("onnx"));
    Files.write(folder.resolve("onnx/model.onnx"), graph("last_hidden_state", "attention_mask"));
    Files.writeString(folder.resolve("tokenizer.json"), TOKENIZER);
    writeConfiguration(folder, DIMENSIONS, poolingMode);
    return folder;
  }

  static void writeConfiguration(Path folder, int dimensions, String poolingMode)
      throws IOException {
    Files.createDirectories(folder.resolve("1_Pooling"));
    Files.writeString(
        folder.resolve("modules.json"),
        """
        [{"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
         {"idx": 1, "name": "1", "path": "1_Pooling",
          "type": "sentence_transformers.models.Pooling"},
         {"idx": 2, "name": "2", "path": "2_Normalize",
          "type": "sentence_transformers.models.Normalize"}]
        """);
    Files.writeString(
        folder.resolve("1_Pooling/config.json"),
        """
        {"word_embedding_dimension": %d, "pooling_mode_weightedmean_tokens": false, "%s": true}
        """
            .formatted(dimensions, poolingMode));
    Files.writeString(
        folder.resolve("sentence_bert_config.json"),
        "{\"max_seq_length\": 512, \"do_lower_case\": false}");
  }

  /** A graph that gathers the table's rows. */
  static byte[] graph(String output, String secondInput) {
    return graph(output, secondInput, table().bytes(9, tableBytes()));
  }

  /** A graph whose table is in a file beside it. */
  static byte[] graphWithTableIn(String file) {
    return graph(
        "last_hidden_state",
        "attention_mask",
        table().message(13, new Message().text(1, "location").text(2, file)).number(14, 1));
  }

  private static Message table() {
    return new Message()
        .number(1, TABLE.length)
        .number(1, DIMENSIONS)
        .number(2, FLOAT)
        .text(8, "table");
  }

  static byte[] tableBytes() {
    ByteBuffer values =
        ByteBuffer.allocate(TABLE.length * DIMENSIONS * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float[] row : TABLE) {
      values.putFloat(row[0]).putFloat(row[1]);
    }
    return values.array();
  }

  private static byte[] graph(String output, String secondInput, Message table) {
    Message gather =
        new Message().text(1, "table").text(1, "input_ids").text(2, output).text(4, "Gather");
    Message graph =
        new Message()
            .message(1, gather)
            .text(2, "tiny")
            .message(5, table)
            .message(11, value("input_ids", INT64, Map.of(0, "batch", 1, "tokens"), 2))
            .message(11, value(secondInput, INT64, Map.of(0, "batch", 1, "tokens"), 2))
            .message(12, value(output, FLOAT, Map.of(0, "batch", 1, "tokens"), 3));
    return new Message()
        .number(1, 8)
        .message(7, graph)
        .message(8, new Message().text(1, "").number(2, 13))
        .toBytes();
  }

  private static Message value(String name, int type, Map<Integer, String> free, int rank) {
    Message shape = new Message();
    for (int i = 0; i < rank; i++) {
      Message dimension = new Message();
      shape.message(
          1,
          free.containsKey(i) ? dimension.text(2, free.get(i)) : dimension.number(1, DIMENSIONS));
    }
    Message tensor = new Message().number(1, type).message(2, shape);
    return new Message().text(1, name).message(2, new Message().message(1, tensor));
  }

  /** A message in protobuf's wire format. */
  private static final class Message {
    private static final int VARINT = 0;
    private static final int LENGTH_DELIMITED = 2;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private Message number(int field, long value) {
      varint((long) field << 3 | VARINT);
      varint(value);
      return this;
    }

    private Message bytes(int field, byte[] value) {
      varint((long) field << 3 | LENGTH_DELIMITED);
      varint(value.length);
      out.writeBytes(value);
      return this;
    }

    private Message text(int field, String value) {
      return bytes(field, value.getBytes(UTF_8));
    }

    private Message message(int field, Message value) {
      return bytes(field, value.toBytes());
    }

    private void varint(long value) {
      long rest = value;
      while (rest > 0x7F) {
        out.write((int) (rest & 0x7F) | 0x80);
        rest >>>= 7;
      }
      out.write((int) rest);
    }

    private byte[] toBytes() {
      return out.toByteArray();
    }
  }
}
