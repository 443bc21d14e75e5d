package io.laserstreams.trainer.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MovieLensTest {
  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    write("ratings.dat", "10::7::5::200\n2::9::1::200\n2::8::3::200\n3::8::4::100\n");
    write("users.dat", "2::M::25::15::55117\n");
    write("movies.dat", "8::Mis\u00e9rables, Les (1995)::Drama|Musical\n9::No year::Comedy\n");
  }

  private void write(String name, String text) throws IOException {
    Files.write(folder.resolve(name), text.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void shouldReadTheThreeFilesInTheOrderOfTimeUserMovie() {
    MovieLens data = MovieLens.read(folder);
    assertEquals(
        List.of(new Rating("3", "8", 4, 100), new Rating("2", "8", 3, 200), new Rating("2", "9", 1, 200), new Rating("10", "7", 5, 200)),
        data.ratings());
    assertEquals(Map.of("gender", "M", "age", "25", "occupation", "15", "zip", "55117"), data.profiles().get("2"));
    assertEquals(new Movie("8", "Mis\u00e9rables, Les (1995)", "1995", List.of("Drama", "Musical")), data.movies().get("8"));
    assertEquals("", data.movies().get("9").year());
  }

  @Test
  void shouldNameTheFileAndTheLineThatItCannotRead() throws IOException {
    write("ratings.dat", "1::7::5::200\n1::8::six::200\n");
    assertMessage(folder.resolve("ratings.dat") + ", line 2: For input string: \"six\"");
    write("ratings.dat", "1::7::5::200\n1::8::6::200\n");
    assertMessage(folder.resolve("ratings.dat") + ", line 2: 6 stars");
    write("ratings.dat", "1::7::5\n");
    assertMessage(folder.resolve("ratings.dat") + ", line 1: 3 columns instead of 4");
  }

  @Test
  void shouldNameTheFileThatIsMissing() throws IOException {
    Files.delete(folder.resolve("users.dat"));
    assertMessage(
        "there is no " + folder.resolve("users.dat") + ": name the folder with MovieLens-1M's ratings.dat, users.dat and movies.dat");
  }

  private void assertMessage(String message) {
    assertEquals(message, assertThrows(InvalidDatasetException.class, () -> MovieLens.read(folder)).getMessage());
  }
}
