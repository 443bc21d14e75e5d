package io.laserstreams.cli;

import io.laserstreams.cli.options.DeviceConverter;
import io.laserstreams.crm.scoring.Device;
import io.laserstreams.lm.LanguageModelOptions;
import io.laserstreams.lm.decoder.DecoderOptions;
import io.laserstreams.tools.languagemodel.ModelTrial;
import io.laserstreams.tools.languagemodel.TrialFigures;
import io.laserstreams.tools.languagemodel.TrialReport;
import io.laserstreams.tools.output.JsonFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code laser models check}. */
@Command(
    name = "check",
    description = "Load a language model as the generator onnx does, have it write, and measure.",
    mixinStandardHelpOptions = true)
final class ModelsCheckCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "PATH",
      description = "The model's folder, or one of several graphs in it.")
  private Path path;

  @Option(
      names = "--question",
      paramLabel = "TEXT",
      description = "What it answers (default: ${DEFAULT-VALUE}).")
  private String question = "What kind of film is \"Toy Story\", and who likes it?";

  @Option(
      names = "--tokens",
      paramLabel = "N",
      description = "Tokens of an answer at most (default: ${DEFAULT-VALUE}).")
  private int tokens = 80;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Texts side by side (default: ${DEFAULT-VALUE}).")
  private int batch = 8;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of one call (default: the number of processors).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--context", paramLabel = "N", description = "See generator.onnx.context.tokens.")
  private int context = 2_048;

  @Option(
      names = "--device",
      converter = DeviceConverter.class,
      description = "cpu, cuda or cuda:<index>.")
  private Device device = Device.CPU;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the figures to this file.")
  private @Nullable Path json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException, IOException {
    var options = new LanguageModelOptions(new DecoderOptions(device, threads), batch, context);
    TrialFigures figures = new ModelTrial(path, options).run(question, tokens);
    spec.commandLine().getOut().print(TrialReport.of(figures));
    spec.commandLine().getOut().flush();
    if (json != null) {
      JsonFile.write(json, figures);
    }
    return 0;
  }
}
