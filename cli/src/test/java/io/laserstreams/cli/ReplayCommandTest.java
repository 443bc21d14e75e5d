package io.laserstreams.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A small dataset goes through a real broker and comes out as the raw files say, streaming features
 * included.
 */
@Tag("broker")
@Tag("torch")
class ReplayCommandTest {
  private static final int USERS = 8;
  private static final int MOVIES = 15;
  private static final int RATINGS = 400;
  private static final int PLAYED = 150;
  private static final int HOUR = 3_600;

  @TempDir Path folder;

  private final Set<Integer> hours = new HashSet<>();

  @Test
  void shouldScoreWithStreamingFeaturesAsTheRawFilesSay() throws IOException {
    writeRatings((user, movie) -> user % 2 == movie % 2);
    assertEquals(
        0,
        Laser.run(
            "train",
            "--no-search",
            "--data",
            folder.toString(),
            "--no-knowledge",
            "--features",
            "streaming,-text",
            "--out",
            path("m.laser")));
    assertEquals(
        0,
        Laser.run(
            "replay",
            "--data",
            folder.toString(),
            "--bundle",
            path("m.laser"),
            "--limit",
            "" + PLAYED,
            "--compare-all",
            "--features-diff",
            "--json",
            path("replay.json")));
    JsonNode replay = new ObjectMapper().readTree(Files.readString(folder.resolve("replay.json")));
    assertEquals(0, replay.get("maxLogitDifference").asDouble());
    assertEquals(0, replay.get("faults").size());
    assertEquals(hours.size(), replay.get("epochs").asInt());
    assertEquals(PLAYED, replay.get("featuresDiff").get("samples").asInt());
    assertEquals(0, replay.get("featuresDiff").get("differing").asInt());
    assertTrue(replay.get("featuresDiff").get("values").asInt() > 30 * PLAYED);
  }

  @Test
  void shouldAnswerWithWhatATrainerReleasesMeanwhile() throws IOException {
    writeRatings((user, movie) -> movie % 2 == 0);
    Files.writeString(
        folder.resolve("trainer.properties"),
        """
        features=user,item
        features.epoch.ms=21600000
        features.samples.min=20
        item.encoder=none
        user.encoder=none
        training.interval.ms=0
        round.slates.min=20
        batch.slates=8
        epochs=8
        learning.rate=0.02
        release.samples.min=1
        evaluation.positives.min=1
        release.tolerance=10
        """);
    assertEquals(
        0,
        Laser.run(
            "replay",
            "--data",
            folder.toString(),
            "--trainer",
            path("trainer.properties"),
            "--trainer-lag",
            "30",
            "--json",
            path("replay.json")));
    JsonNode replay = new ObjectMapper().readTree(Files.readString(folder.resolve("replay.json")));
    assertEquals(0, replay.get("faults").size());
    assertTrue(replay.get("models").asInt() > 0);
    assertTrue(replay.get("stretches").size() > 0);
    assertFalse(replay.has("offline"), "no one model could be compared with");
  }

  @Test
  void shouldRefuseAPinnedModelBesideATrainer() {
    CommandRun both =
        CommandRun.laser(
            "replay",
            "--data",
            folder.toString(),
            "--bundle",
            "m.laser",
            "--trainer",
            "t.properties");
    assertEquals(2, both.exitCode());
    assertTrue(both.err().contains("give one of them"), both.err());
  }

  /** Several ratings an hour, some in the same second, with hours between in which nobody rates. */
  private void writeRatings(BiPredicate<Integer, Integer> likes) throws IOException {
    Random random = new Random(5);
    StringBuilder ratings = new StringBuilder();
    StringBuilder users = new StringBuilder();
    StringBuilder movies = new StringBuilder();
    int time = 278_000 * HOUR;
    for (int r = 0; r < RATINGS; r++) {
      time += r % 20 == 19 ? 3 * HOUR : random.nextInt(3) * 60;
      if (r < PLAYED) {
        hours.add(time / HOUR);
      }
      int user = 1 + random.nextInt(USERS);
      int movie = 1 + random.nextInt(MOVIES);
      ratings
          .append(user)
          .append("::")
          .append(movie)
          .append("::")
          .append(likes.test(user, movie) ? 5 : 2)
          .append("::")
          .append(time)
          .append('\n');
    }
    for (int u = 1; u <= USERS; u++) {
      users.append(u).append("::").append(u % 2 == 0 ? "F" : "M").append("::25::1::12345\n");
    }
    for (int m = 1; m <= MOVIES; m++) {
      movies
          .append(m)
          .append("::Movie ")
          .append(m)
          .append(" (19")
          .append(60 + m)
          .append(")::Drama\n");
    }
    Files.writeString(folder.resolve("ratings.dat"), ratings);
    Files.writeString(folder.resolve("users.dat"), users);
    Files.writeString(folder.resolve("movies.dat"), movies);
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }
}
