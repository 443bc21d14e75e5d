package io.laserstreams.cli.features;

import io.laserstreams.cli.ClusterOptions;
import io.laserstreams.cli.JsonFile;
import io.laserstreams.cli.client.Brokers;
import io.laserstreams.cli.client.RecordReader;
import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.schema.serde.RegistrySchemas;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code laser features diff}. */
@Command(
    name = "features",
    description = "Look after streaming features.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "diff",
    subcommands = FeaturesCommand.DiffCommand.class)
public final class FeaturesCommand {

  @Command(
      name = "diff",
      mixinStandardHelpOptions = true,
      showDefaultValues = true,
      description =
          "Computes the streaming features of served impressions again, in its own process from the"
              + " topics alone, and reports any that differ from those that were served and"
              + " logged.",
      footer = {"", "Exit code 1 where a value differs, or nothing could be compared."})
  static final class DiffCommand implements Callable<Integer> {
    @Mixin ClusterOptions cluster;

    @Option(
        names = "--sample",
        paramLabel = "F",
        defaultValue = "0.01",
        description =
            "Share of the impressions to look at, by a hash of their ids; all interactions are read"
                + " whatever it is.")
    double share;

    @Option(
        names = "--seed",
        paramLabel = "N",
        defaultValue = "1",
        description = "Which impressions those are.")
    long seed;

    @Option(
        names = "--bundle",
        paramLabel = "FILE",
        showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
        description =
            "A model that served and is not on the models topic, as one that is pinned; may be"
                + " given several times.")
    List<Path> bundles = new ArrayList<>();

    @Option(
        names = "--tolerance",
        paramLabel = "X",
        defaultValue = "0",
        description = "Largest difference that is none; with 0 every bit counts.")
    double tolerance;

    @Option(
        names = "--json",
        paramLabel = "FILE",
        description = "Write the report for scripts.",
        showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER)
    Path json;

    @Spec CommandSpec spec;

    @Override
    public Integer call() throws IOException {
      if (!(share > 0 && share <= 1)) {
        throw new UserException("--sample is " + share + ", must be above 0 and at most 1");
      }
      if (!(tolerance >= 0)) {
        throw new UserException("--tolerance is " + tolerance + ", must not be negative");
      }
      List<ModelBundle> models = new ArrayList<>();
      for (Path file : bundles) {
        if (!Files.isRegularFile(file)) {
          throw new UserException("There is no model bundle " + file);
        }
        models.add(ModelBundle.read(file));
      }
      AppConfig config = cluster.read();
      Brokers.require(config);
      RegistrySchemas schemas = config.schemas();
      FeatureLog log =
          new FeatureLogReader(
                  topic ->
                      new RecordReader(
                          config.clients().consumer(),
                          schemas,
                          config.topicPrefix(),
                          Set.of(topic)),
                  cluster.rules(),
                  InstantSource.system())
              .read(models, new Sampling(share, seed));
      DiffReport report = new Recomputation(log, tolerance).compare();
      PrintWriter out = spec.commandLine().getOut();
      report.text().forEach(out::println);
      if (json != null) {
        JsonFile.write(json, DiffSummary.of(report));
        out.println("Report in " + json);
      }
      return report.holds() ? 0 : 1;
    }
  }
}
