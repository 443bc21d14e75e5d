package io.laserstreams.cli.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.cli.UserException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MovieLensFilesTest {
  @TempDir
  private Path directory;

  @Test
  void shouldReadTheOriginalFormat() throws IOException {
    Files.writeString(directory.resolve("ratings.dat"), "1::1193::5::978300760\n");
    Files.writeString(directory.resolve("users.dat"), "1::F::1::10::48067\n");
    Files.writeString(directory.resolve("movies.dat"), "73::Misérables, Les (1995)::Drama|Musical\n", StandardCharsets.ISO_8859_1);
    MovieLensFiles files = new MovieLensFiles(directory);
    assertEquals(new MovieLensFiles.Rating(1, 1193, 5, 978300760L), files.ratings().get(0));
    assertEquals(new MovieLensFiles.User(1, "F", "1", "10", "48067"), files.users().get(0));
    assertEquals(new MovieLensFiles.Movie(73, "Misérables, Les (1995)", "1995", List.of("Drama", "Musical")), files.movies().get(0));
  }

  @Test
  void shouldNameAMissingFile() {
    UserException e = assertThrows(UserException.class, () -> new MovieLensFiles(directory).ratings());
    assertTrue(e.getMessage().contains("ratings.dat") && e.getMessage().contains("--data"), e.getMessage());
  }

  @Test
  void shouldShowALineThatIsNoRating() throws IOException {
    Files.writeString(directory.resolve("ratings.dat"), "1,1193,5\n");
    UserException e = assertThrows(UserException.class, () -> new MovieLensFiles(directory).ratings());
    assertTrue(e.getMessage().contains("1,1193,5"), e.getMessage());
  }
}
