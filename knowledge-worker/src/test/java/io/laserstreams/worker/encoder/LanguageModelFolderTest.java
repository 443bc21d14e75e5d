package io.laserstreams.worker.encoder;

import static io.laserstreams.worker.encoder.EncoderFolders.assertRefused;
import static io.laserstreams.worker.encoder.EncoderFolders.encode;
import static io.laserstreams.worker.encoder.EncoderFolders.id;
import static io.laserstreams.worker.encoder.EncoderFolders.open;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.crm.scoring.Device;
import io.laserstreams.lm.chat.Tokenizer;
import io.laserstreams.lm.decoder.DecoderOptions;
import io.laserstreams.lm.decoder.HiddenStates;
import io.laserstreams.lm.support.TinyLanguageModel;
import io.laserstreams.lm.support.TinyLanguageModel.GraphForm;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageModelFolderTest {
  /** Vectors are rounded to half precision, of eleven bits. */
  private static final float ROUNDING = 1f / 2048;

  private static final GraphForm FULL = new GraphForm(true, true, false);
  private static final GraphForm PLAIN = new GraphForm(false, false, false);
  private static final String LAST = "last_hidden_state";
  private static final String TEXT = "A quiet film about friends & old music.";

  @TempDir Path root;

  @ParameterizedTest
  @CsvSource({
    "last_hidden_state, true, true, false",
    "last_hidden_state, false, false, false",
    "last_hidden_state, true, false, true",
    "hidden_states, true, true, true",
    "hidden_states.*, false, true, false",
  })
  void shouldGiveTheMeanOfTheLastHiddenStates(
      String output, boolean past, boolean positions, boolean half) throws IOException {
    Path folder = write(output, new GraphForm(past, positions, half));
    float[] mean = meanByHand(folder, TEXT);

    try (TextEncoder encoder = open(folder)) {
      assertEquals(64, encoder.dimensions());
      assertArrayEquals(mean, encoder.encode(TEXT), ROUNDING);
    }
  }

  @Test
  void shouldGiveTheSameVectorsWithAndWithoutPastAndPositions() throws IOException {
    float[] plain = encode(write(LAST, PLAIN), TEXT);

    assertArrayEquals(plain, encode(write(LAST, FULL), TEXT), ROUNDING);
    assertArrayEquals(
        plain, encode(write(LAST, new GraphForm(true, true, true)), TEXT), 10 * ROUNDING);
  }

  @Test
  void shouldGiveTheSameBitsAlwaysAndOnAnyThread() throws IOException {
    try (TextEncoder encoder = open(write(LAST, FULL))) {
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        texts.add("Film number " + i + " tells of life. ".repeat(1 + i % 5));
      }
      List<float[]> together = new ParallelEncoding(encoder, 4).encode(texts);
      for (int i = 0; i < texts.size(); i++) {
        assertArrayEquals(encoder.encode(texts.get(i)), together.get(i), 0f);
      }
    }
  }

  @Test
  void shouldReadTheEndOfTextsForATextWithoutTokens() throws IOException {
    Path folder = write(LAST, FULL);

    assertArrayEquals(encode(folder, TinyLanguageModel.END), encode(folder, " "), 0f);
    Files.writeString(folder.resolve("config.json"), "{\"hidden_size\": 64, \"bos_token_id\": 1}");
    assertArrayEquals(encode(folder, TinyLanguageModel.START), encode(folder, ""), 0f);
  }

  @Test
  void shouldReadNoMoreTokensThanItsContext() throws IOException {
    Path folder = write(LAST, FULL);
    Files.writeString(
        folder.resolve("config.json"), "{\"hidden_size\": 64, \"max_position_embeddings\": 4}");

    assertArrayEquals(encode(folder, "a b c d"), encode(folder, "a b c d e f"), 0f);
    assertNotEquals(encode(folder, "a b c")[0], encode(folder, "a b c d")[0]);
  }

  @Test
  void shouldNameItsVectorSpaceByFolderAndContent() throws IOException {
    Path folder = write(LAST, FULL);
    Set<String> ids = new HashSet<>();
    ids.add(id(folder));
    assertTrue(id(folder).matches("tiny-lm-[0-9a-f]{8}"), id(folder));
    assertEquals(ids, Set.of(id(folder)));
    assertEquals(ids, Set.of(id(folder.resolve("model.onnx"))), "the graph instead of the folder");

    write(LAST, PLAIN);
    assertTrue(ids.add(id(folder)), "model");
    Files.writeString(folder.resolve("config.json"), "{\"hidden_size\": 64, \"bos_token_id\": 1}");
    assertTrue(ids.add(id(folder)), "the token for an empty text");
    Files.writeString(
        folder.resolve("tokenizer.json"), Files.readString(folder.resolve("tokenizer.json")) + " ");
    assertTrue(ids.add(id(folder)), "tokenizer");
  }

  @Test
  void shouldSayBothWaysAndWhatAGraphGivesInstead() throws IOException {
    Path folder = TinyLanguageModel.write(root.resolve("tiny-lm"), 1);

    assertRefused(folder, folder + " is neither a sentence transformer");
    assertRefused(folder, "whose folder has modules.json");
    assertRefused(folder, "present.0.key");
    assertRefused(folder, "but no last_hidden_state: export it with `--task feature-extraction`");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "model.onnx | no .onnx file in",
        "tokenizer.json | no tokenizer.json in",
        "config.json | config.json is missing, or does not say the size of hidden states",
        "generation_config.json | names a bos_token_id or eos_token_id",
      })
  void shouldSayBothWaysAndWhatIsMissing(String file, String problem) throws IOException {
    Path folder = write(LAST, FULL);
    Files.delete(folder.resolve(file));

    assertRefused(folder, "nor a decoder-only language model that gives its hidden states: ");
    assertRefused(folder, problem);
  }

  @Test
  void shouldRefuseASizeThatIsNotTheGraphs() throws IOException {
    Path folder = write(LAST, FULL);
    Files.writeString(folder.resolve("config.json"), "{\"n_embd\": 32}");

    assertRefused(folder, "gives hidden states of 64 numbers, but its config.json says 32");
  }

  @Test
  void shouldRefuseAnEncoderThatReadsInBothDirections() throws IOException {
    Path folder = TinyEncoder.write(root.resolve("bert"), "pooling_mode_mean_tokens");
    Files.delete(folder.resolve("modules.json"));
    Files.writeString(folder.resolve("config.json"), "{\"hidden_size\": 2, \"bos_token_id\": 1}");
    Files.write(folder.resolve("onnx/model.onnx"), TinyEncoder.graph(LAST, "token_type_ids"));

    assertRefused(folder, "the graph has no input attention_mask");
  }

  private Path write(String output, GraphForm form) throws IOException {
    return TinyLanguageModel.writeHiddenStates(root.resolve("tiny-lm"), output, form, 1);
  }

  private static float[] meanByHand(Path folder, String text) {
    try (Tokenizer tokenizer = new Tokenizer(folder.resolve("tokenizer.json"));
        HiddenStates states =
            new HiddenStates(folder.resolve("model.onnx"), new DecoderOptions(Device.CPU, 1))) {
      long[] tokens = tokenizer.encode(text);
      FloatBuffer raw = states.read(tokens);
      double[] sums = new double[64];
      for (int i = 0; i < raw.remaining(); i++) {
        sums[i % sums.length] += raw.get(i);
      }
      double squares = 0;
      for (double sum : sums) {
        squares += sum * sum;
      }
      float[] mean = new float[sums.length];
      for (int i = 0; i < mean.length; i++) {
        mean[i] = (float) (sums[i] / Math.sqrt(squares));
      }
      return mean;
    }
  }
}
