package io.laserstreams.tools.describe;

import static java.util.Objects.requireNonNull;

import io.laserstreams.learning.dataset.Dataset;
import io.laserstreams.learning.dataset.description.Descriptions;
import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.tools.offline.DatasetKnowledge;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.regex.Pattern;

/** Says what a dataset holds; if asked, writes its first description before. */
public final class Describe {
  private static final Pattern EXTENSION = Pattern.compile("\\.(ya?ml|json)$");
  private static final Pattern NOT_IN_NAMES = Pattern.compile("[^A-Za-z0-9._-]+");

  private final DescribeOptions options;
  private final PrintWriter out;
  private final Clock clock;

  public Describe(DescribeOptions options, PrintWriter out) {
    this(options, out, Clock.systemUTC());
  }

  Describe(DescribeOptions options, PrintWriter out, Clock clock) {
    this.options = requireNonNull(options, "options is null");
    this.out = requireNonNull(out, "out is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  /**
   * Prints the report.
   *
   * @throws UserException if the files are not as the description says, or no description can be
   *     guessed
   */
  public void run() throws IOException {
    if (options.init()) {
      init();
    }
    try {
      Dataset data = options.dataset().files().read();
      var report = new DatasetReport(data, options.dataset().files().folder(), clock);
      report.lines().forEach(out::println);
      var knowledge = new DatasetKnowledge(options.dataset(), out);
      boolean hasTexts = !knowledge.itemTexts(data).isEmpty();
      out.println();
      out.println("Joins");
      knowledge.reportJoins(data, hasTexts, knowledge.hasUserTexts(data));
      if (!hasTexts) {
        out.println("Nothing is known about the items in words: train with --no-knowledge");
      }
    } catch (InvalidDatasetException | IllegalArgumentException e) {
      throw UserException.of(e);
    } finally {
      out.flush();
    }
  }

  private void init() throws IOException {
    String dataset = options.dataset().files().dataset();
    Path file = Path.of(dataset);
    if (Descriptions.BUILT_IN.contains(dataset) || !EXTENSION.matcher(dataset).find()) {
      throw new UserException(
          "--init writes the description to --dataset, which is '%s': name a file such as shop.yaml"
              .formatted(dataset));
    }
    if (Files.exists(file)) {
      throw new UserException(
          "%s exists, and --init overwrites nothing: name another file with --dataset, or leave out"
                  .formatted(file)
              + " --init");
    }
    Path folder = options.dataset().files().folder();
    String name = EXTENSION.matcher(file.getFileName().toString()).replaceFirst("");
    DataFolder files = DataFolder.read(folder, clock);
    var description = new FirstDescription(files, NOT_IN_NAMES.matcher(name).replaceAll("-"));
    String yaml = description.yaml();
    Files.writeString(file, yaml);
    out.println("Wrote " + file + ":");
    out.println();
    yaml.lines().forEach(line -> out.println("    " + line));
    print("Guessed, to be checked", description.guessed());
    print("Not guessed", description.unknown());
    out.println();
  }

  private void print(String title, List<String> lines) {
    if (!lines.isEmpty()) {
      out.println();
      out.println(title);
      lines.forEach(line -> out.println("- " + line));
    }
  }
}
