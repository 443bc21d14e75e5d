package io.laserstreams.cli.backfill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.cli.CommandRun;
import io.laserstreams.cli.offline.MadeUpDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackfillCommandTest {
  @TempDir
  Path folder;

  @BeforeEach
  void writeADataset() throws IOException {
    MadeUpDataset.write(folder);
  }

  @Test
  void shouldSayWhatWouldBePublishedWithoutAskingAnybody() {
    CommandRun run = backfill("--dry-run", "--bootstrap", "localhost:1", "--until", "2026-01-01T00:01:00Z", "--epoch", "PT10S");
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().startsWith("plays: 0 users, 12 items and "), run.out());
    assertTrue(run.out().contains(" from 2026-01-01T00:00:00.001Z to 2026-01-01T00:00:59.001Z, in 6 epochs of PT10S"), run.out());
    assertTrue(run.out().contains(" candidates that were only shown are left out."), run.out());
  }

  @Test
  void shouldSayWhatTheFilesCover() throws IOException {
    CommandRun run = backfill("--dry-run");
    assertTrue(run.out().contains("songs.tsv covers 12 of 12 items (100 %)"), run.out());
    Files.writeString(folder.resolve("songs.tsv"), "song\ttitle\tmood\ns0.0\tSong 0\tcalm\n");
    CommandRun other = backfill("--dry-run");
    assertEquals(2, other.exitCode());
    assertTrue(other.err().contains("0 of 12 items of the interactions are in songs.tsv"), other.err());
  }

  @Test
  void shouldSayWhichRuleLeavesNoInteraction() throws IOException {
    Files.writeString(folder.resolve("clicks.yaml"), """
        name: clicks
        interactions: {file: clicks.csv, user: u, item: i, time: {column: t, unit: milliseconds}}
        label: {column: clicked, equals: "1"}
        """);
    Files.writeString(folder.resolve("clicks.csv"),
        "u,i,clicked,t\nu1,i1,True,1767225600000\nu1,i2,False,1767225600001\nu2,i2,True,1767225600002\n");
    String description = folder.resolve("clicks.yaml").toString();
    CommandRun truths = CommandRun.laser("backfill", "--dataset", description, "--dry-run");
    assertTrue(truths.out().startsWith("clicks: 0 users, 2 items and 2 interactions"), truths.out());
    Files.writeString(folder.resolve("clicks.csv"), Files.readString(folder.resolve("clicks.csv")).replace("True", "ja"));
    CommandRun none = CommandRun.laser("backfill", "--dataset", description, "--dry-run");
    assertEquals(2, none.exitCode());
    assertTrue(none.err().contains("There are no interactions in clicks: the label rule is 'clicked equals true', and column 'clicked' of "
        + "clicks.csv has 'ja' (2 rows), 'False' (1 rows)"), none.err());
  }

  @Test
  void shouldNameTheLineThatIsWrong() throws IOException {
    Files.writeString(folder.resolve("songs.tsv"), "song\ttitle\tmood\ns0\tSong 0\tcalm\ns0\tAgain\twild\n");
    CommandRun run = backfill();
    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains("songs.tsv, line 3"), run.err());
  }

  @Test
  void shouldRefuseATimeThatIsNone() {
    CommandRun run = backfill("--until", "yesterday");
    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains("--until is 'yesterday', must be a time such as 2026-01-31T12:00:00Z"), run.err());
  }

  @Test
  void shouldSayThatNothingIsFromBefore() {
    CommandRun run = backfill("--until", "1999-12-31");
    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains("There are no interactions to publish in plays before 1999-12-31"), run.err());
  }

  private CommandRun backfill(String... more) {
    String[] arguments = new String[more.length + 3];
    System.arraycopy(new String[] {"backfill", "--dataset", folder.resolve("plays.yaml").toString()}, 0, arguments, 0, 3);
    System.arraycopy(more, 0, arguments, 3, more.length);
    return CommandRun.laser(arguments);
  }
}
