package io.laserstreams.trainer.continuous;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.trainer.continuous.TrainerState.LastRelease;
import io.laserstreams.trainer.continuous.TrainerState.SamplesPosition;
import io.laserstreams.trainer.continuous.TrainerState.Trained;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointStoreTest {
  @TempDir private Path folder;

  @Test
  void shouldRestoreTheNewestState() throws IOException {
    CheckpointStore store = new CheckpointStore(folder, 3);
    write(store, 1);
    write(store, 2);
    assertEquals(
        Optional.of(state(2)),
        new CheckpointStore(folder, 3)
            .restore(
                (checkpoint, state) -> {
                  assertEquals("parameters 2", Files.readString(checkpoint.resolve("learner")));
                  return state;
                }));
  }

  @Test
  void shouldKeepOnlyTheNewest() throws IOException {
    CheckpointStore store = new CheckpointStore(folder, 2);
    for (int round = 1; round <= 5; round++) {
      write(store, round);
    }
    assertEquals(List.of("checkpoint-0000000004", "checkpoint-0000000005"), names());
  }

  @Test
  void shouldFallBackToTheOneBeforeADamagedOne() throws IOException {
    CheckpointStore store = new CheckpointStore(folder, 3);
    write(store, 1);
    for (String file : List.of("learner", "state.json", "files.json")) {
      write(store, 2);
      Path damaged = folder.resolve("checkpoint-0000000002").resolve(file);
      byte[] bytes = Files.readAllBytes(damaged);
      bytes[bytes.length / 2] ^= 1;
      Files.write(damaged, bytes);
      assertEquals(Optional.of(1L), newestRound(), file);
    }
    write(store, 2);
    Files.delete(folder.resolve("checkpoint-0000000002").resolve("learner"));
    assertEquals(Optional.of(1L), newestRound());
    write(store, 2);
    Files.write(folder.resolve("checkpoint-0000000002").resolve("learner"), new byte[0]);
    assertEquals(Optional.of(1L), newestRound());
  }

  @Test
  void shouldFallBackIfTheLearnerCannotReadItsPart() throws IOException {
    CheckpointStore store = new CheckpointStore(folder, 3);
    write(store, 1);
    write(store, 2);
    assertEquals(
        Optional.of(1L),
        store.restore(
            (checkpoint, state) -> {
              if (state.round() == 2) {
                throw new IOException("it was made for other features");
              }
              return state.round();
            }));
  }

  @Test
  void shouldLeaveNothingOfACheckpointThatWasNotFinished() throws IOException {
    CheckpointStore store = new CheckpointStore(folder, 3);
    write(store, 1);
    assertThrows(
        IOException.class,
        () ->
            store.write(
                state(2),
                checkpoint -> {
                  Files.writeString(checkpoint.resolve("learner"), "half");
                  throw new IOException("killed");
                }));
    assertEquals(
        Optional.of(1L),
        new CheckpointStore(folder, 3).restore((checkpoint, state) -> state.round()));
    assertEquals(List.of("checkpoint-0000000001"), names());
  }

  @Test
  void shouldBeEmptyInANewFolder() {
    assertFalse(
        new CheckpointStore(folder.resolve("new"), 1)
            .restore((checkpoint, state) -> state)
            .isPresent());
    assertTrue(Files.isDirectory(folder.resolve("new")));
  }

  private Optional<Long> newestRound() {
    return new CheckpointStore(folder, 3).restore((checkpoint, state) -> state.round());
  }

  private static void write(CheckpointStore store, long round) throws IOException {
    store.write(
        state(round),
        checkpoint -> Files.writeString(checkpoint.resolve("learner"), "parameters " + round));
  }

  private static TrainerState state(long round) {
    return new TrainerState(
        round,
        new SamplesPosition(
            "id", Map.of(0, new PartitionOffsets(1, 2, 3), 11, new PartitionOffsets(4, 5, 6))),
        new Trained(100, 1_000),
        new LastRelease("v" + round, Map.of("auc", 0.75)),
        2);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }
}
