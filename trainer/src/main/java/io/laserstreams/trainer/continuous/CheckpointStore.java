package io.laserstreams.trainer.continuous;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.laserstreams.crm.bytes.Sha256;
import io.laserstreams.crm.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores the trainer's checkpoints, each a folder with the learner's files, the state and a list of
 * all files with their checksums.
 *
 * <p>A checkpoint is written to a temporary folder, forced to disk and renamed: it exists as a
 * whole or not at all, even after a kill or a power failure. One that is damaged later is skipped
 * with a warning, and the one before it is used.
 */
final class CheckpointStore {
  private static final Logger log = LoggerFactory.getLogger(CheckpointStore.class);
  private static final ObjectMapper JSON =
      Json.mapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);
  private static final String PREFIX = "checkpoint-";
  private static final String TEMPORARY = "writing-";
  private static final String STATE = "state.json";
  private static final String FILES = "files.json";

  private final Path folder;
  private final int kept;

  /** Writes the learner's part of a checkpoint to a folder. */
  @FunctionalInterface
  interface LearnerWriter {
    void writeTo(Path folder) throws IOException;
  }

  /** Reads a checkpoint; one for which this throws is skipped. */
  @FunctionalInterface
  interface Restorer<T> {
    T restore(Path folder, TrainerState state) throws Exception;
  }

  /**
   * @param folder of the checkpoints; created if absent, and cleared of what a killed writer left
   * @param kept how many checkpoints are kept
   */
  CheckpointStore(Path folder, int kept) {
    this.folder = requireNonNull(folder, "folder is null");
    if (kept < 1) {
      throw new IllegalArgumentException(
          "kept is " + kept + "; at least one checkpoint must be kept");
    }
    this.kept = kept;
    try {
      Files.createDirectories(folder);
      for (Path leftover : list(TEMPORARY)) {
        delete(leftover);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot use " + folder + " for checkpoints: " + e.getMessage(), e);
    }
  }

  /**
   * Writes a checkpoint, named after the round in the state, then deletes the oldest ones beyond
   * the number to keep.
   */
  void write(TrainerState state, LearnerWriter learner) throws IOException {
    Path temporary = Files.createTempDirectory(folder, TEMPORARY);
    learner.writeTo(temporary);
    JSON.writerWithDefaultPrettyPrinter()
        .writeValue(temporary.resolve(STATE).toFile(), StoredState.of(state));
    Map<String, String> checksums = checksums(temporary);
    JSON.writerWithDefaultPrettyPrinter().writeValue(temporary.resolve(FILES).toFile(), checksums);
    force(temporary);
    Path target = folder.resolve(String.format("%s%010d", PREFIX, state.round()));
    if (Files.exists(target)) {
      // Only a damaged checkpoint has the name already: its round was trained again.
      delete(target);
    }
    Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    forceFile(folder);
    List<Path> all = list(PREFIX);
    for (Path old : all.subList(0, Math.max(0, all.size() - kept))) {
      delete(old);
    }
  }

  /** Whether there is no checkpoint, not even a damaged one. */
  boolean isEmpty() {
    try {
      return list(PREFIX).isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list checkpoints in " + folder, e);
    }
  }

  /** Restores the newest intact checkpoint; empty if there is none. */
  <T> Optional<T> restore(Restorer<T> restorer) {
    List<Path> newestFirst = new ArrayList<>();
    try {
      newestFirst.addAll(list(PREFIX));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list checkpoints in " + folder, e);
    }
    newestFirst.sort(Comparator.reverseOrder());
    for (Path checkpoint : newestFirst) {
      try {
        verify(checkpoint);
        StoredState state = JSON.readValue(checkpoint.resolve(STATE).toFile(), StoredState.class);
        return Optional.of(restorer.restore(checkpoint, state.toState()));
      } catch (Exception e) {
        log.warn(
            "Checkpoint {} cannot be used and is skipped for the one before it: {}",
            checkpoint,
            e.getMessage());
      }
    }
    return Optional.empty();
  }

  @Override
  public String toString() {
    return folder.toString();
  }

  private void verify(Path checkpoint) throws IOException {
    @SuppressWarnings("unchecked")
    Map<String, String> expected =
        JSON.readValue(checkpoint.resolve(FILES).toFile(), TreeMap.class);
    Map<String, String> actual = checksums(checkpoint);
    actual.remove(FILES);
    if (!actual.equals(expected)) {
      Map<String, String> wrong = new TreeMap<>(expected);
      wrong.entrySet().removeIf(file -> file.getValue().equals(actual.get(file.getKey())));
      throw new IOException(
          wrong.isEmpty() ? "it has unexpected files" : "damaged or missing: " + wrong.keySet());
    }
  }

  private List<Path> list(String prefix) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(entry -> entry.getFileName().toString().startsWith(prefix))
          .sorted()
          .toList();
    }
  }

  private static Map<String, String> checksums(Path checkpoint) throws IOException {
    Map<String, String> checksums = new TreeMap<>();
    try (Stream<Path> files = Files.walk(checkpoint)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        checksums.put(checkpoint.relativize(file).toString(), sha256(file));
      }
    }
    return checksums;
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = Sha256.digest();
      new DigestInputStream(in, digest).transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digest.digest());
    }
  }

  private static void force(Path tree) throws IOException {
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            forceFile(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException failure)
              throws IOException {
            forceFile(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static void forceFile(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> paths = Files.walk(tree)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
