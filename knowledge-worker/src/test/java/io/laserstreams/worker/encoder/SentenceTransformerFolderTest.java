package io.laserstreams.worker.encoder;

import static io.laserstreams.worker.encoder.EncoderFolders.assertRefused;
import static io.laserstreams.worker.encoder.EncoderFolders.encode;
import static io.laserstreams.worker.encoder.EncoderFolders.id;
import static io.laserstreams.worker.encoder.EncoderFolders.open;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.worker.encoder.EncoderFiles.OnClassPath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("slow")
class SentenceTransformerFolderTest {
  /** Vectors are rounded to half precision, of eleven bits. */
  private static final float ROUNDING = 1f / 2048;

  private static final String MEAN = "pooling_mode_mean_tokens";

  @TempDir Path root;

  @ParameterizedTest
  @CsvSource({
    "bge-small-en-v15-q, pooling_mode_cls_token",
    "all-minilm-l6-v2-q, pooling_mode_mean_tokens"
  })
  void shouldGiveTheVectorsOfTheSameEncoderOnTheClassPath(String id, String pooling)
      throws IOException {
    Path folder = Files.createDirectories(root.resolve("exported"));
    OnClassPath files = (OnClassPath) EncoderRegistry.standard().model(id).files();
    copy(files.modelResource(), folder.resolve("model.onnx"));
    copy(files.tokenizerResource(), folder.resolve("tokenizer.json"));
    TinyEncoder.writeConfiguration(folder, 384, pooling);
    try (TextEncoder own = open(folder);
        TextEncoder builtIn = EncoderRegistry.standard().open(id)) {
      assertEquals(384, own.dimensions());
      for (String text : List.of("", "A film about toys.", "Ein Café 日本", "word ".repeat(900))) {
        assertArrayEquals(builtIn.encode(text), own.encode(text), 0f, text);
      }
    }
  }

  /** Of [CLS], a, b and c, of which only the direction counts. */
  @ParameterizedTest
  @CsvSource({
    "pooling_mode_cls_token, 1, 0",
    "pooling_mode_mean_tokens, 5, -1",
    "pooling_mode_mean_sqrt_len_tokens, 5, -1",
    "pooling_mode_max_tokens, 3, 2",
    "pooling_mode_lasttoken, 2, -4"
  })
  void shouldPoolAsItsFolderSays(String mode, float x, float y) throws IOException {
    try (TextEncoder encoder = open(TinyEncoder.write(root.resolve("tiny"), mode))) {
      float length = (float) Math.hypot(x, y);
      assertArrayEquals(
          new float[] {x / length, y / length}, encoder.encode("a b c"), ROUNDING, mode);
    }
  }

  @Test
  void shouldNameItsVectorSpaceByFolderAndContent() throws IOException {
    Path folder = TinyEncoder.write(root.resolve("my tiny"), MEAN);
    Set<String> ids = new HashSet<>();
    ids.add(id(folder));
    assertTrue(id(folder).matches("my-tiny-[0-9a-f]{8}"), id(folder));
    assertEquals(ids, Set.of(id(folder)));

    TinyEncoder.writeConfiguration(folder, 2, "pooling_mode_max_tokens");
    assertTrue(ids.add(id(folder)), "pooling");
    lengths(folder, "{\"max_seq_length\": 512, \"do_lower_case\": true}");
    assertTrue(ids.add(id(folder)), "case");
    prompts(folder, "{\"prompts\": {\"doc\": \"a \"}, \"default_prompt_name\": \"doc\"}");
    assertTrue(ids.add(id(folder)), "prefix");
    Files.writeString(folder.resolve("tokenizer.json"), TinyEncoder.TOKENIZER + " ");
    assertTrue(ids.add(id(folder)), "tokenizer");
    Files.write(folder.resolve("onnx/model.onnx"), TinyEncoder.graphWithTableIn("table.bin"));
    Files.write(folder.resolve("onnx/table.bin"), TinyEncoder.tableBytes());
    assertTrue(ids.add(id(folder)), "model with weights beside it");
    open(folder).close();
    Files.write(folder.resolve("onnx/table.bin"), new byte[TinyEncoder.tableBytes().length]);
    assertTrue(ids.add(id(folder)), "weights beside the model");
    Files.write(
        folder.resolve("onnx/model.onnx"), TinyEncoder.graph("token_embeddings", "attention_mask"));
    assertTrue(ids.add(id(folder)), "model");
  }

  @Test
  void shouldReadCasePrefixAndLengthAsItsFolderSays() throws IOException {
    Path folder = TinyEncoder.write(root.resolve("tiny"), "pooling_mode_lasttoken");
    float[] unknown = {0, 1};
    float[] c = {2 / (float) Math.sqrt(20), -4 / (float) Math.sqrt(20)};
    assertArrayEquals(unknown, encode(folder, "C"), ROUNDING);
    lengths(folder, "{\"max_seq_length\": 512, \"do_lower_case\": true}");
    assertArrayEquals(c, encode(folder, "C"), ROUNDING);
    lengths(folder, "{\"max_seq_length\": 3, \"do_lower_case\": false}");
    assertArrayEquals(c, encode(folder, "a c b"), ROUNDING);
    prompts(folder, "{\"prompts\": {\"doc\": \"c \"}, \"default_prompt_name\": \"doc\"}");
    assertArrayEquals(c, encode(folder, ""), ROUNDING);
    prompts(folder, "{\"prompts\": {\"doc\": \"c \"}, \"default_prompt_name\": null}");
    assertArrayEquals(new float[] {1, 0}, encode(folder, ""), ROUNDING);
  }

  @Test
  void shouldFindTheModelInEitherPlaceButNotInBoth() throws IOException {
    Path folder = TinyEncoder.write(root.resolve("tiny"), MEAN);
    Files.copy(folder.resolve("onnx/model.onnx"), folder.resolve("model.onnx"));
    assertRefused(folder, "both exist");
    Files.delete(folder.resolve("onnx/model.onnx"));
    open(folder).close();
    Files.delete(folder.resolve("model.onnx"));
    assertRefused(folder, folder.resolve("onnx/model.onnx") + " is missing");
  }

  @ParameterizedTest
  @CsvSource({"1_Pooling/config.json", "sentence_bert_config.json", "tokenizer.json"})
  void shouldNameTheFileThatIsMissing(String file) throws IOException {
    Path folder = TinyEncoder.write(root.resolve("tiny"), MEAN);
    Files.delete(folder.resolve(file));
    assertRefused(folder, folder.resolve(file) + " is missing");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "modules.json | {\"a\": | modules.json is no JSON",
        "modules.json | [{\"type\": \"x.Transformer\", \"path\": \"\"}] | names 0 modules Pooling",
        "modules.json | [{\"type\": \"x.Transformer\", \"path\": \"\"}, {\"type\": \"x.Pooling\","
            + " \"path\": \"1_Pooling\"}, {\"type\": \"x.Dense\"}] | names a module Dense",
        "1_Pooling/config.json | {\"word_embedding_dimension\": 2} | sets the pooling modes []",
        "1_Pooling/config.json | {\"word_embedding_dimension\": 2, \"pooling_mode_cls_token\":"
            + " true, \"pooling_mode_max_tokens\": true} | sets the pooling modes"
            + " [pooling_mode_cls_token, pooling_mode_max_tokens]; it must set one",
        "1_Pooling/config.json | {\"word_embedding_dimension\": 2,"
            + " \"pooling_mode_weightedmean_tokens\": true} | sets"
            + " pooling_mode_weightedmean_tokens",
        "1_Pooling/config.json | {\"pooling_mode_cls_token\": true} |"
            + " has the word_embedding_dimension missing",
        "1_Pooling/config.json | {\"word_embedding_dimension\": 3, \"pooling_mode_cls_token\":"
            + " true} | writes vectors of 2 dimensions, but its configuration says 3",
        "sentence_bert_config.json | {\"max_seq_length\": null} | has the max_seq_length null",
        "config_sentence_transformers.json | {\"default_prompt_name\": \"doc\"} | no such prompt"
      })
  void shouldRefuseWhatIsUnclearOrNotSupported(String file, String content, String problem)
      throws IOException {
    Path folder = TinyEncoder.write(root.resolve("tiny"), MEAN);
    Files.writeString(folder.resolve(file), content);
    assertRefused(folder, problem);
  }

  @Test
  void shouldRefuseAnEncoderWhoseLengthsMatter() throws IOException {
    Path folder = TinyEncoder.write(root.resolve("tiny"), MEAN);
    prompts(folder, "{\"similarity_fn_name\": \"dot\"}");
    open(folder).close();
    Files.writeString(
        folder.resolve("modules.json"),
        "[{\"type\": \"x.Transformer\", \"path\": \"\"},"
            + " {\"type\": \"x.Pooling\", \"path\": \"1_Pooling\"}]");
    assertRefused(folder, "compares vectors by dot");
    prompts(folder, "{\"similarity_fn_name\": null}");
    open(folder).close();
  }

  @Test
  void shouldRefuseAPromptThatIsLeftOutOfThePooling() throws IOException {
    Path folder = TinyEncoder.write(root.resolve("tiny"), MEAN);
    prompts(folder, "{\"prompts\": {\"doc\": \"c \"}, \"default_prompt_name\": \"doc\"}");
    Files.writeString(
        folder.resolve("1_Pooling/config.json"),
        "{\"word_embedding_dimension\": 2, \"pooling_mode_cls_token\": true,"
            + " \"include_prompt\": false}");
    assertRefused(folder, "leaves the prompt 'c ' out of the pooling");
  }

  @Test
  void shouldRefuseAGraphThatReadsOrWritesSomethingElse() throws IOException {
    Path folder = TinyEncoder.write(root.resolve("tiny"), MEAN);
    Path model = folder.resolve("onnx/model.onnx");
    Files.write(model, TinyEncoder.graph("last_hidden_state", "position_ids"));
    assertRefused(folder, "reads the input position_ids of INT64");
    Files.write(model, TinyEncoder.graph("anything", "attention_mask"));
    open(folder).close();
  }

  @Test
  void shouldRefuseATokenizerThatMakesNothingOfAnEmptyText() throws IOException {
    Path folder = TinyEncoder.write(root.resolve("tiny"), MEAN);
    Files.writeString(
        folder.resolve("tokenizer.json"),
        TinyEncoder.TOKENIZER.replaceAll("(?s)\"post_processor\".*\"model\"", "\"model\""));
    assertRefused(folder, "adds no special tokens");
  }

  @Test
  void shouldRefuseVectorsWithoutADirection() throws IOException {
    Path folder = TinyEncoder.write(root.resolve("tiny"), MEAN);
    Files.write(folder.resolve("onnx/model.onnx"), TinyEncoder.graphWithTableIn("table.bin"));
    Files.write(folder.resolve("onnx/table.bin"), new byte[TinyEncoder.tableBytes().length]);

    String message = assertThrows(IllegalStateException.class, () -> open(folder)).getMessage();

    assertTrue(message.contains("gives a vector of the length 0.0"), message);
  }

  @Test
  void shouldRefuseAFolderThatIsNone() {
    assertRefused(root.resolve("nowhere"), "nowhere is no folder");
  }

  private static void lengths(Path folder, String json) throws IOException {
    Files.writeString(folder.resolve("sentence_bert_config.json"), json);
  }

  private static void prompts(Path folder, String json) throws IOException {
    Files.writeString(folder.resolve("config_sentence_transformers.json"), json);
  }

  private static void copy(String resource, Path file) throws IOException {
    try (InputStream in = SentenceTransformerFolderTest.class.getResourceAsStream(resource)) {
      Files.copy(in, file);
    }
  }
}
