package io.laserstreams.runtime.streams;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.state.Folders;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.streams.processor.TaskId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder in which Kafka Streams keeps an app's stores, one folder per task, and which topics
 * they are a copy of: state of other topics must not be used, even if they have the same names.
 */
final class LocalState {
  private static final Logger log = LoggerFactory.getLogger(LocalState.class);
  private static final String COPY_OF = "copy-of.properties";
  private static final Pattern TASK = Pattern.compile("\\d+_\\d+");

  private final Path folder;

  /**
   * @param folder the app's own, below {@code state.dir}
   */
  LocalState(Path folder) {
    this.folder = requireNonNull(folder, "folder is null");
  }

  /** Ids of the topics that the stores are a copy of; empty if never set. */
  Map<String, Uuid> copyOf() {
    Path file = folder.resolve(COPY_OF);
    if (!Files.exists(file)) {
      return Map.of();
    }
    Properties saved = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      saved.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file + ": " + e.getMessage(), e);
    }
    Map<String, Uuid> ids = new TreeMap<>();
    try {
      saved.forEach((topic, id) -> ids.put((String) topic, Uuid.fromString((String) id)));
    } catch (IllegalArgumentException e) {
      log.warn(
          "{} is damaged, so it is not known which topics the state there is a copy of: {}",
          file,
          e.getMessage());
      return Map.of();
    }
    return ids;
  }

  /** Sets what the stores are a copy of from now on. */
  void setCopyOf(Map<String, Uuid> ids) {
    StringBuilder lines =
        new StringBuilder("# Topics that the state here is a copy of, by their ids\n");
    new TreeMap<>(ids)
        .forEach((topic, id) -> lines.append(topic).append('=').append(id).append('\n'));
    Folders.write(folder.resolve(COPY_OF), lines.toString());
  }

  /** Records that the stores follow their changelogs now. */
  void markFollowing(Instant now) {
    try {
      Files.setLastModifiedTime(folder.resolve(COPY_OF), FileTime.from(now));
    } catch (NoSuchFileException e) {
      log.debug("What the stores are a copy of has not been set yet", e);
    } catch (IOException e) {
      // At worst the stores are restored at a later start.
      log.warn(
          "Cannot record in {} that the stores follow their changelogs: {}",
          folder,
          e.getMessage());
    }
  }

  /** When the stores last followed their changelogs; empty if never recorded. */
  Optional<Instant> lastFollowing() {
    try {
      return Optional.of(Files.getLastModifiedTime(folder.resolve(COPY_OF)).toInstant());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + folder + ": " + e.getMessage(), e);
    }
  }

  /** Whether no task has state. */
  boolean isEmpty() {
    return tasks().isEmpty();
  }

  /** Deletes a task's stores. Kafka Streams must not run. */
  void wipe(TaskId task) {
    Folders.delete(folder.resolve(task.toString()));
  }

  /** Deletes all tasks' stores. Kafka Streams must not run. */
  void wipe() {
    tasks().forEach(Folders::delete);
  }

  private List<Path> tasks() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(entry -> TASK.matcher(entry.getFileName().toString()).matches())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list " + folder + ": " + e.getMessage(), e);
    }
  }
}
