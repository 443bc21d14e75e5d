package io.laserstreams.cli.demo;

import io.laserstreams.cli.JsonFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code laser demo}. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description =
        "Starts a broker, a registry and all apps, and lets them learn in a simulated world while"
            + " you watch.",
    footer = {
      "",
      "Compare with the same seed: --freeze-trainer shows what learning adds after the first"
          + " model,",
      "--no-knowledge what knowledge adds, --no-features what features of the stream add.",
      "Exit code 1 where a score is missing or came twice."
    })
public final class DemoCommand implements Callable<Integer> {
  private static final double SECONDS_PER_MINUTE = 60;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "4",
      description = "How long traffic flows.")
  private double minutes;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "42",
      description = "Seed of the world: users, items and every coin.")
  private long seed;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "40",
      description = "Impressions a second.")
  private double rate;

  @Option(
      names = "--headless",
      description =
          "A line every ten seconds instead of the live view; so it is without a terminal.")
  private boolean headless;

  @Option(
      names = "--freeze-trainer",
      description = "Stop the trainer once its first model is released.")
  private boolean freezeTrainer;

  @Option(
      names = "--no-knowledge",
      description = "Leave out knowledge: its apps do not run and the model has no use for it.")
  private boolean noKnowledge;

  @Option(
      names = "--no-features",
      description = "Leave out streaming features: the model reads history and knowledge alone.")
  private boolean noFeatures;

  @Option(names = "--json", paramLabel = "FILE", description = "Write a summary for scripts.")
  private Path json;

  @Override
  public Integer call() throws IOException {
    long seconds = Math.round(minutes * SECONDS_PER_MINUTE);
    DemoOptions options =
        new DemoOptions(
            Duration.ofSeconds(seconds), seed, rate, !noKnowledge, !noFeatures, freezeTrainer);
    DemoSummary summary;
    PrintStream out = System.out;
    try (DemoView view =
        headless || System.console() == null ? new LineView(out) : new ScreenView(out)) {
      summary = new Demo(options, view).run();
    }
    DemoReport.text(summary).forEach(out::println);
    if (json != null) {
      JsonFile.write(json, summary);
      out.println("Summary in " + json);
    }
    return summary.scores() > 0 && summary.unanswered() == 0 && summary.duplicateScores() == 0
        ? 0
        : 1;
  }
}
