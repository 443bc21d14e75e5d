package io.laserstreams.learning.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.fuzzing.CodecFuzz;
import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorCacheTest {
  @TempDir Path folder;

  @Test
  void shouldEncodeEachTextOnceAcrossRuns() {
    Path file = folder.resolve("vectors");
    var encoder = new Lengths("lengths", 2);
    var cache = new VectorCache(file, encoder);
    encode(cache, "abc").get(0)[0] = 99;
    assertArrayEquals(new float[] {3, 0}, encode(cache, "abc").get(0));
    var later = new VectorCache(file, encoder);
    List<float[]> vectors = encode(later, "abcd", "abc", "abcd");
    assertArrayEquals(new float[] {4, 0}, vectors.get(0));
    assertArrayEquals(new float[] {3, 0}, vectors.get(1));
    assertArrayEquals(new float[] {4, 0}, vectors.get(2));
    assertEquals(2, encoder.calls);
    assertEquals(2, later.size());
    assertEquals(2, later.known(List.of("abcd", "abc", "of another dataset")));
    assertEquals(0, new VectorCache(folder.resolve("new"), encoder).known(List.of("abc")));
  }

  @Test
  void shouldRefuseVectorsOfAnotherEncoder() {
    Path file = folder.resolve("vectors");
    new VectorCache(file, new Lengths("lengths", 2));
    var e =
        assertThrows(
            InvalidDatasetException.class, () -> new VectorCache(file, new Lengths("others", 2)));
    assertTrue(
        e.getMessage().contains("holds vectors of lengths with 2 numbers, not of others with 2"),
        e.getMessage());
  }

  @Test
  void shouldRefuseATruncatedFile() throws IOException {
    Path file = folder.resolve("vectors");
    encode(new VectorCache(file, new Lengths("lengths", 2)), "abc");
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 3));
    var e =
        assertThrows(
            InvalidDatasetException.class, () -> new VectorCache(file, new Lengths("lengths", 2)));
    assertEquals("the vector cache " + file + " is truncated: delete it", e.getMessage());
    // Vectors appended to a truncated hash would be read as those of other texts.
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 2 * Float.BYTES - 10));
    e =
        assertThrows(
            InvalidDatasetException.class, () -> new VectorCache(file, new Lengths("lengths", 2)));
    assertEquals("the vector cache " + file + " is truncated: delete it", e.getMessage());
  }

  @Test
  void shouldReadOrRefuseDamagedFiles() throws IOException {
    Path file = folder.resolve("vectors");
    var cache = new VectorCache(file, new Lengths("lengths", 2));
    encode(cache, "abc", "abcd");
    CodecFuzz.survives(
        List.of(Files.readAllBytes(file)),
        InvalidDatasetException.class,
        bytes -> {
          try {
            return cache.read(new ByteArrayInputStream(bytes));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        (bytes, vectors) -> vectors.values().forEach(vector -> assertEquals(2, vector.length)));
  }

  @Test
  void shouldEncodeTextsUnchangedWithoutBlankOnes() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("texts.json"), "{\"1\": \" ab\", \"2\": \" \", \"3\": \"\"}");
    Map<String, float[]> vectors =
        new KnowledgeEncoder(new Lengths("lengths", 1), (done, of) -> assertEquals(1, of))
            .items(ItemTextReader.read(file));
    assertEquals(1, vectors.size());
    assertArrayEquals(new float[] {3}, vectors.get("1"));
    Files.writeString(file, "[]");
    assertThrows(InvalidDatasetException.class, () -> ItemTextReader.read(file));
  }

  @Test
  void shouldReadTextsByIdsWithoutBlanksAndEachOnce() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("texts.json"), "{\" 1\": \"a\", \"2\": null, \"1\": \"\"}");
    assertEquals(Map.of("1", "a"), ItemTextReader.read(file));
    Files.writeString(file, "{\"1\": \"a\", \"1 \": \"b\"}");
    assertEquals(
        file + " has the item '1' twice",
        assertThrows(InvalidDatasetException.class, () -> ItemTextReader.read(file)).getMessage());
    Files.writeString(file, "{\"1\": \"a\", \"1\": \"b\"}");
    String message =
        assertThrows(InvalidDatasetException.class, () -> ItemTextReader.read(file)).getMessage();
    assertTrue(message.contains("Duplicate field '1'"), message);
  }

  private static List<float[]> encode(TextVectorizer encoder, String... texts) {
    return encoder.encode(List.of(texts), done -> assertTrue(done <= texts.length, "done " + done));
  }

  /** A text's length is its vector. */
  private static final class Lengths implements TextVectorizer {
    private final String id;
    private final int dimensions;
    private int calls;

    Lengths(String id, int dimensions) {
      this.id = id;
      this.dimensions = dimensions;
    }

    @Override
    public List<float[]> encode(List<String> texts, IntConsumer progress) {
      calls += texts.size();
      progress.accept(texts.size());
      return texts.stream()
          .map(text -> Arrays.copyOf(new float[] {text.length()}, dimensions))
          .toList();
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
