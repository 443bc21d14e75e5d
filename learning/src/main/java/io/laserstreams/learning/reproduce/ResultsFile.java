package io.laserstreams.learning.reproduce;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.laserstreams.crm.json.Json;
import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finished rows, a line of JSON each, so that a run can be interrupted anywhere and continue. An
 * incomplete last line is dropped, and its row done again. Several processes may write to one file;
 * each sees the rows of the others when it opens the file.
 *
 * @param <K> what identifies a row
 * @param <R> a row
 */
final class ResultsFile<K, R> {
  private static final ObjectMapper MAPPER =
      Json.mapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private final Path file;
  private final Function<R, K> key;
  private final Map<K, R> rows = new LinkedHashMap<>();

  private ResultsFile(Path file, Function<R, K> key) {
    this.file = requireNonNull(file, "file is null");
    this.key = requireNonNull(key, "key is null");
  }

  /** Opens a file, which need not exist. */
  static <K, R> ResultsFile<K, R> open(Path file, Class<R> type, Function<R, K> key) {
    var results = new ResultsFile<K, R>(file, key);
    if (Files.exists(file)) {
      results.load(type);
    }
    return results;
  }

  private void load(Class<R> type) {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      String text = Files.readString(file);
      int end = text.lastIndexOf('\n') + 1;
      int number = 0;
      for (String line : text.substring(0, end).lines().toList()) {
        number++;
        try {
          R row = MAPPER.readValue(line, type);
          rows.put(key.apply(row), row);
        } catch (JsonProcessingException e) {
          throw new InvalidDatasetException(
              "%s, line %d is not a result: %s. Delete the line, and its row is done again"
                  .formatted(file, number, e.getOriginalMessage()),
              e);
        }
      }
      channel.truncate(text.substring(0, end).getBytes(StandardCharsets.UTF_8).length);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the results " + file, e);
    }
  }

  Optional<R> find(K settings) {
    return Optional.ofNullable(rows.get(settings));
  }

  List<R> rows() {
    return new ArrayList<>(rows.values());
  }

  void add(R row) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      byte[] line = (MAPPER.writeValueAsString(row) + "\n").getBytes(StandardCharsets.UTF_8);
      try (var channel =
              FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
          FileLock held = channel.lock()) {
        channel.write(ByteBuffer.wrap(line));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the results " + file, e);
    }
    rows.put(key.apply(row), row);
  }
}
