package io.laserstreams.tools.bench.figure;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.laserstreams.crm.json.Json;
import io.laserstreams.runtime.failure.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The rows of one measurement, as they are in a JSON file.
 *
 * @param benchmark the command, for example {@code pipeline}
 */
public record BenchReport(String benchmark, List<Row> rows) {
  private static final ObjectMapper JSON = Json.mapper();

  public BenchReport {
    requireNonNull(benchmark, "benchmark is null");
    rows = List.copyOf(rows);
  }

  /**
   * @throws UserException if the file is none of {@code laser bench}
   */
  public static BenchReport read(Path file) {
    try {
      return JSON.readValue(file.toFile(), BenchReport.class);
    } catch (IOException | RuntimeException e) {
      throw new UserException(
          file + " is no file that laser bench --json wrote: " + e.getMessage(), e);
    }
  }

  /**
   * The reports in files, and in folders all files that end in {@code .json}, by name.
   *
   * @throws UserException if one cannot be read
   */
  public static List<BenchReport> readAll(List<Path> places) {
    List<BenchReport> reports = new ArrayList<>();
    for (Path place : places) {
      files(place).forEach(file -> reports.add(read(file)));
    }
    return reports;
  }

  private static List<Path> files(Path place) {
    if (!Files.isDirectory(place)) {
      return List.of(place);
    }
    try (Stream<Path> files = Files.list(place)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    } catch (IOException e) {
      throw new UserException("Cannot list " + place + ": " + e.getMessage(), e);
    }
  }
}
