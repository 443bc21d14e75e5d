package io.laserstreams.lm.decoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.crm.scoring.Device;
import io.laserstreams.lm.decoder.KeyValueCache.Row;
import io.laserstreams.lm.files.UnusableModelException;
import io.laserstreams.lm.support.TinyLanguageModel;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DecoderTest {
  private static final DecoderOptions OPTIONS = new DecoderOptions(Device.CPU, 1);

  private enum Form {
    FLOAT(1e-4f) {
      @Override
      Path write(Path folder) throws IOException {
        return TinyLanguageModel.write(folder, 1);
      }
    },
    FLOAT16(5e-2f) {
      @Override
      Path write(Path folder) throws IOException {
        return TinyLanguageModel.writeFloat16(folder, 1);
      }
    },
    FOUR_BIT(1e-4f) {
      @Override
      Path write(Path folder) throws IOException {
        return TinyLanguageModel.writeFourBit(folder, 1);
      }
    };

    private final float tolerance;

    Form(float tolerance) {
      this.tolerance = tolerance;
    }

    abstract Path write(Path folder) throws IOException;
  }

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Form.class)
  void shouldGiveTheSameLogitsTokenByTokenAsAllAtOnce(Form form) throws IOException {
    try (Decoder decoder = open(form)) {
      long[] text = tokens(1, 40);

      float[] atOnce = read(decoder, decoder.newCache(), text);
      KeyValueCache cache = decoder.newCache();
      cache.clear();
      float[] oneByOne = {};
      for (long token : text) {
        oneByOne = array(decoder.read(cache, new long[] {token}, new int[1]));
      }

      assertArrayEquals(atOnce, oneByOne, form.tolerance);
    }
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void shouldGiveTheSameLogitsBesideOtherTextsAsAlone(Form form) throws IOException {
    try (Decoder decoder = open(form)) {
      List<long[]> texts = List.of(tokens(1, 7), tokens(2, 60), tokens(3, 21));
      KeyValueCache batch = decoder.newCache();
      batch.become(
          texts.stream()
              .map(
                  text -> {
                    KeyValueCache cache = decoder.newCache();
                    read(decoder, cache, Arrays.copyOf(text, text.length - 1));
                    return Row.newest(cache, 0, text.length - 1);
                  })
              .toList());

      FloatBuffer together =
          decoder.read(
              batch,
              texts.stream().mapToLong(text -> text[text.length - 1]).toArray(),
              texts.stream().mapToInt(text -> 60 - text.length).toArray());

      for (int row = 0; row < texts.size(); row++) {
        float[] ofRow = new float[decoder.vocabulary()];
        together.get(row * ofRow.length, ofRow);
        assertArrayEquals(read(decoder, decoder.newCache(), texts.get(row)), ofRow, form.tolerance);
      }
    }
  }

  @Test
  void shouldSeeNothingOfARowThatWasTakenOut() throws IOException {
    try (Decoder decoder = open(Form.FLOAT)) {
      long[] text = tokens(1, 12);
      KeyValueCache longer = decoder.newCache();
      read(decoder, longer, tokens(2, 90));
      KeyValueCache own = decoder.newCache();
      read(decoder, own, Arrays.copyOf(text, 11));

      KeyValueCache batch = decoder.newCache();
      batch.become(List.of(Row.newest(longer, 0, 90), Row.newest(own, 0, 11)));
      batch.become(List.of(Row.newest(batch, 1, 11)));
      float[] after = array(decoder.read(batch, new long[] {text[11]}, new int[1]));

      assertEquals(12, batch.length());
      assertArrayEquals(read(decoder, decoder.newCache(), text), after, 1e-4f);
    }
  }

  @Test
  void shouldRefuseAGraphThatIsNoDecoder() throws IOException {
    Path graph = Files.write(folder.resolve("model.onnx"), new byte[] {1, 2, 3});

    UnusableModelException refusal =
        assertThrows(UnusableModelException.class, () -> new Decoder(graph, OPTIONS));

    assertTrue(refusal.getMessage().contains("model.onnx on cpu"), refusal.getMessage());
  }

  @Test
  void shouldNameTheDeviceThatIsMissing() throws IOException {
    Path model = Form.FLOAT.write(folder);

    UnusableModelException refusal =
        assertThrows(
            UnusableModelException.class,
            () ->
                new Decoder(
                    model.resolve("model.onnx"),
                    new DecoderOptions(new Device(Device.Kind.CUDA, 0), 1)));

    assertTrue(refusal.getMessage().contains("on cuda:0"), refusal.getMessage());
  }

  private Decoder open(Form form) throws IOException {
    return new Decoder(form.write(folder).resolve("model.onnx"), OPTIONS);
  }

  private static long[] tokens(long seed, int count) {
    return new SplittableRandom(seed).longs(count, 3, 190).toArray();
  }

  private static float[] read(Decoder decoder, KeyValueCache cache, long[] tokens) {
    cache.clear();
    return array(decoder.read(cache, tokens, new int[1]));
  }

  private static float[] array(FloatBuffer logits) {
    float[] copy = new float[logits.remaining()];
    logits.get(copy);
    return copy;
  }
}
