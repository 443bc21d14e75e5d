package io.laserstreams.trainer.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorCacheTest {
  @TempDir Path folder;

  @Test
  void shouldEncodeEachTextOnceAcrossRuns() {
    Path file = folder.resolve("vectors");
    var encoder = new Lengths("lengths", 2);
    var cache = new VectorCache(file, encoder);
    cache.encode("abc")[0] = 99;
    assertArrayEquals(new float[] {3, 0}, cache.encode("abc"));
    var later = new VectorCache(file, encoder);
    assertArrayEquals(new float[] {3, 0}, later.encode("abc"));
    assertArrayEquals(new float[] {4, 0}, later.encode("abcd"));
    assertEquals(2, encoder.calls);
  }

  @Test
  void shouldRefuseVectorsOfAnotherEncoder() {
    Path file = folder.resolve("vectors");
    new VectorCache(file, new Lengths("lengths", 2));
    var e = assertThrows(InvalidDatasetException.class, () -> new VectorCache(file, new Lengths("others", 2)));
    assertTrue(e.getMessage().contains("holds vectors of lengths with 2 numbers, not of others with 2"), e.getMessage());
  }

  @Test
  void shouldRefuseATruncatedFile() throws IOException {
    Path file = folder.resolve("vectors");
    new VectorCache(file, new Lengths("lengths", 2)).encode("abc");
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 3));
    var e = assertThrows(InvalidDatasetException.class, () -> new VectorCache(file, new Lengths("lengths", 2)));
    assertEquals("the vector cache " + file + " is truncated: delete it", e.getMessage());
  }

  @Test
  void shouldEncodeTextsAsTheyStandAndLeaveOutBlankOnes() throws IOException {
    Path file = Files.writeString(folder.resolve("texts.json"), "{\"1\": \" ab\", \"2\": \" \", \"3\": \"\"}");
    Map<String, float[]> vectors = ItemKnowledge.read(file, new Lengths("lengths", 1), (done, of) -> assertEquals(1, of));
    assertEquals(1, vectors.size());
    assertArrayEquals(new float[] {3}, vectors.get("1"));
    Files.writeString(file, "[]");
    assertThrows(InvalidDatasetException.class, () -> ItemKnowledge.read(file, new Lengths("lengths", 1), (done, of) -> {}));
  }

  /** A text's length is its vector. */
  private static final class Lengths implements TextVectors {
    private final String id;
    private final int dimensions;
    private int calls;

    Lengths(String id, int dimensions) {
      this.id = id;
      this.dimensions = dimensions;
    }

    @Override
    public float[] encode(String text) {
      calls++;
      float[] vector = new float[dimensions];
      vector[0] = text.length();
      return vector;
    }

    @Override
    public String encoderId() {
      return id;
    }

    @Override
    public int dimensions() {
      return dimensions;
    }
  }
}
