package io.laserstreams.lm.decoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.laserstreams.crm.onnx.OnnxEnvironment;
import io.laserstreams.crm.scoring.Device;
import io.laserstreams.lm.files.UnusableModelException;
import io.laserstreams.lm.support.TinyLanguageModel;
import io.laserstreams.lm.support.TinyLanguageModel.GraphForm;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HiddenStatesTest {
  private static final DecoderOptions OPTIONS = new DecoderOptions(Device.CPU, 1);
  private static final GraphForm PLAIN = new GraphForm(false, false, false);
  private static final String LAST = "last_hidden_state";
  private static final long[] TOKENS = {5, 80, 3, 3, 150, 42, 17};

  @TempDir Path folder;

  @Test
  void shouldGiveWhatTheGraphGives() throws IOException, OrtException {
    Path graph = write(LAST, PLAIN);
    long[] ones = new long[TOKENS.length];
    Arrays.fill(ones, 1);
    long[] shape = {1, TOKENS.length};
    try (OrtSession session = OnnxEnvironment.get().createSession(graph.toString());
        OnnxTensor ids = tensor(TOKENS, shape);
        OnnxTensor mask = tensor(ones, shape);
        OrtSession.Result raw = session.run(Map.of("input_ids", ids, "attention_mask", mask))) {
      FloatBuffer expected = ((OnnxTensor) raw.get(0)).getFloatBuffer();

      assertArrayEquals(array(expected), read(graph), 1e-6f);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "last_hidden_state, true, true, false, 1e-5",
    "last_hidden_state, true, false, false, 1e-5",
    "last_hidden_state, false, true, false, 1e-5",
    "last_hidden_state, true, true, true, 2e-2",
    "last_hidden_state, false, false, true, 2e-2",
    "hidden_states, true, true, false, 1e-5",
    "hidden_states, false, false, true, 2e-2",
    "hidden_states.*, false, true, false, 1e-5",
  })
  void shouldGiveTheSameWhateverElseTheGraphReadsAndWrites(
      String output, boolean past, boolean positions, boolean half, float tolerance)
      throws IOException {
    float[] expected = read(write(LAST, PLAIN));

    assertArrayEquals(
        expected, read(write(output, new GraphForm(past, positions, half))), tolerance);
  }

  @Test
  void shouldReadEachTextFromItsBeginning() throws IOException {
    try (HiddenStates states =
        new HiddenStates(write(LAST, new GraphForm(true, true, false)), OPTIONS)) {
      float[] first = array(states.read(TOKENS));
      float[] other = array(states.read(new long[] {9, 8, 7}));

      assertArrayEquals(first, array(states.read(TOKENS)), 0f);
      assertNotEquals(first[0], other[0]);
      assertEquals(3 * first.length, TOKENS.length * other.length);
      assertThrows(IllegalArgumentException.class, () -> states.read(new long[0]));
    }
  }

  @Test
  void shouldSayWhatAGraphGivesThatHasNoHiddenStates() throws IOException {
    Path graph = TinyLanguageModel.write(folder, 1).resolve("model.onnx");

    UnusableModelException refusal =
        assertThrows(UnusableModelException.class, () -> new HiddenStates(graph, OPTIONS));

    String message = refusal.getMessage();
    assertTrue(message.startsWith(graph + ": the graph gives "), message);
    assertTrue(message.contains(" and 2 more, but no last_hidden_state: export it"), message);
    assertTrue(message.contains("--task feature-extraction"), message);
  }

  private Path write(String output, GraphForm form) throws IOException {
    return TinyLanguageModel.writeHiddenStates(folder, output, form, 1).resolve("model.onnx");
  }

  private static float[] read(Path graph) {
    try (HiddenStates states = new HiddenStates(graph, OPTIONS)) {
      return array(states.read(TOKENS));
    }
  }

  private static float[] array(FloatBuffer states) {
    float[] copy = new float[states.remaining()];
    states.get(copy);
    return copy;
  }

  private static OnnxTensor tensor(long[] values, long[] shape) throws OrtException {
    return OnnxTensor.createTensor(OnnxEnvironment.get(), LongBuffer.wrap(values), shape);
  }
}
