package io.laserstreams.tools.features;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.tools.client.Brokers;
import io.laserstreams.tools.client.RecordReader;
import io.laserstreams.tools.output.JsonFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/**
 * Computes the streaming features of served impressions again, from the topics alone, and reports
 * those that differ from what was served and logged.
 */
public final class FeaturesDiff {
  private final FeaturesDiffOptions options;
  private final PrintWriter out;

  public FeaturesDiff(FeaturesDiffOptions options, PrintWriter out) {
    this.options = requireNonNull(options, "options is null");
    this.out = requireNonNull(out, "out is null");
  }

  /**
   * Prints the report.
   *
   * @return whether something was compared and nothing differs
   */
  public boolean run() throws IOException {
    List<ModelBundle> models = options.bundles().stream().map(FeaturesDiff::bundle).toList();
    AppConfig config = options.cluster().read();
    Brokers.require(config);
    FeatureLog log =
        new FeatureLogReader(
                RecordReader.factory(config), options.cluster().rules(), InstantSource.system())
            .read(models, new Sampling(options.share(), options.seed()));
    DiffReport report = new Recomputation(log, options.tolerance()).compare();
    report.text().forEach(out::println);
    if (options.json() != null) {
      JsonFile.write(options.json(), DiffSummary.of(report));
      out.println("Report in " + options.json());
    }
    return report.holds();
  }

  private static ModelBundle bundle(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new UserException("There is no model bundle " + file);
    }
    return ModelBundle.read(file);
  }
}
