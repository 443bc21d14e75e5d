package io.laserstreams.cli;

import io.laserstreams.cli.options.DurationConverter;
import io.laserstreams.cli.options.SettingConverter;
import io.laserstreams.cli.options.UpContentMixin;
import io.laserstreams.cluster.topics.Layout;
import io.laserstreams.tools.up.AppSetting;
import io.laserstreams.tools.up.Up;
import io.laserstreams.tools.up.UpOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code laser up}: the whole system in one process, until Ctrl-C. */
@Command(
    name = "up",
    description =
        "Start an embedded cluster and all apps in one process, and stay up until Ctrl-C.",
    mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Void> {
  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Port of the broker, 0 for a free one (default: ${DEFAULT-VALUE}).")
  private int port = 9092;

  @Option(
      names = "--registry-port",
      paramLabel = "N",
      description = "Port of the schema registry, 0 for a free one (default: ${DEFAULT-VALUE}).")
  private int registryPort = 8081;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description =
          "Keep topics, schemas and state in this folder for the next start"
              + " (default: a temporary one that is deleted at the end).")
  private @Nullable Path state;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      description = "Partitions of the topics (default: ${DEFAULT-VALUE}).")
  private int partitions = Layout.DEFAULT_PARTITIONS;

  @Option(
      names = "--window",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description =
          "How long after an impression what the user does belongs to it, for example 1m for a"
              + " first try: samples then reach the trainer soon (default:"
              + " attribution.window.ms, 30 minutes).")
  private @Nullable Duration window;

  @Mixin private UpContentMixin content;

  @Option(
      names = "--set",
      paramLabel = "APP.KEY=VALUE",
      converter = SettingConverter.class,
      description = "Configuration of an app, for example scoring.http.port=0; repeatable.")
  private List<AppSetting> settings = new ArrayList<>();

  @Spec private CommandSpec spec;

  @Override
  public @Nullable Void call() throws InterruptedException {
    UpOptions options =
        new UpOptions(port, registryPort, state, partitions, window, content.content(), settings);
    new Up(options, spec.commandLine().getOut()).run();
    return null;
  }
}
