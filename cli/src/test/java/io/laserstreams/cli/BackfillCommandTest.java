package io.laserstreams.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackfillCommandTest {
  @TempDir Path folder;

  @BeforeEach
  void writeADataset() throws IOException {
    MadeUpDataset.write(folder);
  }

  @Test
  void shouldSayWhatWouldBePublishedWithoutAskingAnybody() {
    CommandRun run =
        backfill(
            "--dry-run",
            "--bootstrap",
            "localhost:1",
            "--until",
            "2026-01-01T00:01:00Z",
            "--epoch",
            "PT10S");
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().startsWith("plays: 0 users, 12 items and "), run.out());
    assertTrue(
        run.out()
            .contains(
                " from 2026-01-01T00:00:00.001Z to 2026-01-01T00:00:59.001Z, in 6 epochs of PT10S"),
        run.out());
    assertTrue(run.out().contains(" candidates that were only shown are left out."), run.out());
  }

  @Test
  void shouldSayHowLongTheEpochsTake() {
    assertTrue(
        backfill("--dry-run", "--until", "2026-01-01T00:01:00Z", "--epoch", "PT10S")
            .out()
            .contains("Waiting for scoring at 6 epochs takes about 7 s: some 1.3 s each"));
    assertFalse(backfill("--dry-run", "--no-wait").out().contains("Waiting"));
  }

  @Test
  void shouldNameTheLineThatScoringWouldRefuse() throws IOException {
    String user = "u".repeat(600);
    refuses(
        "r.csv, line 3, column 'u': userId 'uuuuu",
        "1 of 6 records would be refused: bad-id 1",
        "u1,i1,5,1767225600000",
        user + ",i2,4,1767225601000",
        "u2,i3,3,1767225602000");
    refuses(
        "r.csv, line 2, column 'i': itemId 'iiiii",
        "2 of 4 records would be refused: bad-id 2",
        "u1," + "i".repeat(513) + ",5,1767225600000",
        "u1,i2,5,1767225600001");
    refuses(
        "r.csv, line 3, column 't': eventTime 157766400",
        "1 of 4 records would be refused: time-too-early 1",
        "u1,i1,5,1767225600000",
        "u1,i2,5,157766400000");
  }

  @Test
  void shouldNameAnOldTimeByDefaultAndBelieveItWhereScoringDoes() throws IOException {
    describe("u1,i1,5,157766400000");
    Path config = Files.writeString(folder.resolve("scoring.properties"), "event.time.min=0\n");
    assertEquals(0, run("--config", config.toString()).exitCode());
    Files.writeString(config, "event.time.min=157766400002\n");
    CommandRun refused = run("--config", config.toString());
    assertEquals(2, refused.exitCode());
    assertTrue(
        refused.err().contains("line 2, column 't'") && refused.err().contains("(event.time.min)"),
        refused.err());
  }

  @Test
  void shouldNameTheLineOfAnItemOrUserThatWouldBeRefused() throws IOException {
    describe("u1,i1,5,1767225600000");
    Files.writeString(
        folder.resolve("r.yaml"),
        Files.readString(folder.resolve("r.yaml"))
            + "items: {file: i.csv, id: item, title: title}\n"
            + "users: {file: u.csv, id: user, fields: {age: age}}\n");
    Files.writeString(
        folder.resolve("i.csv"), "item,title\ni1,One\ni2," + "x".repeat(1_000_001) + "\n");
    Files.writeString(folder.resolve("u.csv"), "user,age\nu1,7\n");
    CommandRun large = run();
    assertEquals(2, large.exitCode());
    assertTrue(
        large.err().contains("i.csv, line 3, column 'item': the record has 1,000,0"), large.err());
    assertTrue(large.err().contains("too-large 1"), large.err());
    Files.writeString(folder.resolve("i.csv"), "item,title\ni1,One\n");
    Files.writeString(folder.resolve("u.csv"), "user,age\nu1,7\n" + "u".repeat(513) + ",8\n");
    CommandRun user = run();
    assertEquals(2, user.exitCode());
    assertTrue(user.err().contains("u.csv, line 3, column 'user': userId 'uuu"), user.err());
    assertEquals(
        0, run("--interactions-only").exitCode(), "users and items are not published then");
  }

  private void refuses(String where, String counts, String... rows) throws IOException {
    describe(rows);
    CommandRun dry = run();
    assertEquals(2, dry.exitCode());
    assertTrue(dry.err().contains(where) && dry.err().contains(counts), dry.err());
    CommandRun waiting =
        CommandRun.laser(
            "backfill",
            "--dataset",
            folder.resolve("r.yaml").toString(),
            "--bootstrap",
            "localhost:1");
    assertEquals(dry.err(), waiting.err(), "before anybody is asked");
  }

  private void describe(String... rows) throws IOException {
    Files.writeString(folder.resolve("r.csv"), "u,i,v,t\n" + String.join("\n", rows) + "\n");
    Files.writeString(
        folder.resolve("r.yaml"),
        """
        name: r
        interactions:
          {file: r.csv, user: u, item: i, value: v, time: {column: t, unit: milliseconds}}
        label: {above: 3}
        """);
  }

  private CommandRun run(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("backfill", "--dataset", folder.resolve("r.yaml").toString(), "--dry-run"));
    arguments.addAll(List.of(more));
    return CommandRun.laser(arguments.toArray(String[]::new));
  }

  @Test
  void shouldSayWhatTheFilesCover() throws IOException {
    CommandRun run = backfill("--dry-run");
    assertTrue(run.out().contains("songs.tsv covers 12 of 12 items (100 %)"), run.out());
    Files.writeString(folder.resolve("songs.tsv"), "song\ttitle\tmood\ns0.0\tSong 0\tcalm\n");
    CommandRun other = backfill("--dry-run");
    assertEquals(2, other.exitCode());
    assertTrue(
        other.err().contains("0 of 12 items of the interactions are in songs.tsv"), other.err());
  }

  @Test
  void shouldSayWhichRuleLeavesNoInteraction() throws IOException {
    Files.writeString(
        folder.resolve("clicks.yaml"),
        """
        name: clicks
        interactions: {file: clicks.csv, user: u, item: i, time: {column: t, unit: milliseconds}}
        label: {column: clicked, equals: "1"}
        """);
    Files.writeString(
        folder.resolve("clicks.csv"),
        """
        u,i,clicked,t
        u1,i1,True,1767225600000
        u1,i2,False,1767225600001
        u2,i2,True,1767225600002
        """);
    String description = folder.resolve("clicks.yaml").toString();
    CommandRun truths = CommandRun.laser("backfill", "--dataset", description, "--dry-run");
    assertTrue(
        truths.out().startsWith("clicks: 0 users, 2 items and 2 interactions"), truths.out());
    Files.writeString(
        folder.resolve("clicks.csv"),
        Files.readString(folder.resolve("clicks.csv")).replace("True", "ja"));
    CommandRun none = CommandRun.laser("backfill", "--dataset", description, "--dry-run");
    assertEquals(2, none.exitCode());
    assertTrue(
        none.err()
            .contains(
                "There are no interactions in clicks: the label rule is 'clicked equals true', and"
                    + " column 'clicked' of clicks.csv has 'ja' (2 rows), 'False' (1 rows)"),
        none.err());
  }

  @Test
  void shouldNameTheLineThatIsWrong() throws IOException {
    Files.writeString(
        folder.resolve("songs.tsv"), "song\ttitle\tmood\ns0\tSong 0\tcalm\ns0\tAgain\twild\n");
    CommandRun run = backfill();
    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains("songs.tsv, line 3"), run.err());
  }

  @Test
  void shouldRefuseATimeThatIsNone() {
    CommandRun run = backfill("--until", "yesterday");
    assertEquals(2, run.exitCode());
    assertTrue(
        run.err().contains("--until is 'yesterday', must be a time such as 2026-01-31T12:00:00Z"),
        run.err());
  }

  @Test
  void shouldSayThatNothingIsFromBefore() {
    CommandRun run = backfill("--until", "1999-12-31");
    assertEquals(2, run.exitCode());
    assertTrue(
        run.err().contains("There are no interactions to publish in plays before 1999-12-31"),
        run.err());
  }

  private CommandRun backfill(String... more) {
    String[] arguments = new String[more.length + 3];
    System.arraycopy(
        new String[] {"backfill", "--dataset", folder.resolve("plays.yaml").toString()},
        0,
        arguments,
        0,
        3);
    System.arraycopy(more, 0, arguments, 3, more.length);
    return CommandRun.laser(arguments);
  }
}
