package io.laserstreams.cli;

import io.laserstreams.tools.demo.Demo;
import io.laserstreams.tools.demo.DemoOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code laser demo}. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description =
        "Start a broker, a registry and all apps, and let them learn in a simulated world while you"
            + " watch.",
    footer = {
      "",
      "Compare runs of the same seed: --freeze-trainer shows what learning adds after the first"
          + " model,",
      "--no-knowledge what knowledge adds, --no-features what streaming features add.",
      "Exit code 1 if an impression has no score, or two."
    })
final class DemoCommand implements Callable<Integer> {
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
      description = "Seed of the world: users, items and every click.")
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
          "Print a line every ten seconds instead of the live view; the default without a"
              + " terminal.")
  private boolean headless;

  @Option(
      names = "--freeze-trainer",
      description = "Stop the trainer once its first model is released.")
  private boolean freezeTrainer;

  @Option(
      names = "--no-knowledge",
      description = "Leave out knowledge: its apps do not run and the model does not read it.")
  private boolean noKnowledge;

  @Option(
      names = "--no-features",
      description = "Leave out streaming features: the model reads histories and knowledge alone.")
  private boolean noFeatures;

  @Option(
      names = "--language-model",
      paramLabel = "DIR",
      description =
          "Have this language model write the knowledge while traffic flows, instead of the"
              + " template; laser models get fetches one.")
  private @Nullable Path languageModel;

  @Option(names = "--json", paramLabel = "FILE", description = "Write a summary for scripts.")
  private @Nullable Path json;

  @Override
  public Integer call() throws IOException {
    DemoOptions options =
        new DemoOptions(
            Duration.ofSeconds(Math.round(minutes * SECONDS_PER_MINUTE)),
            seed,
            rate,
            !noKnowledge,
            !noFeatures,
            freezeTrainer,
            languageModel,
            headless,
            json);
    return new Demo(options, System.out).run() ? 0 : 1;
  }
}
