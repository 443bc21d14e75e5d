package io.laserstreams.cli;

import io.laserstreams.lm.hub.HubSettings;
import io.laserstreams.tools.languagemodel.ModelFetch;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code laser models get}. */
@Command(
    name = "get",
    description = "Fetch a language model from the Hugging Face hub, for the generator onnx.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "What was cut continues where it ended; every file's checksum is compared with the hub's. The"
          + " environment may set HF_ENDPOINT, HF_TOKEN, HTTPS_PROXY, HTTP_PROXY and NO_PROXY."
    })
final class ModelsGetCommand implements Runnable {
  @Parameters(
      paramLabel = "OWNER/NAME",
      description = "The model, for example HuggingFaceTB/SmolLM2-135M-Instruct.")
  private String repository;

  @Option(
      names = "--variant",
      paramLabel = "NAME",
      description =
          "Which of its ONNX graphs: fp32, fp16, q4, q4f16, int8 and so on (default:"
              + " ${DEFAULT-VALUE}).")
  private String variant = "q4";

  @Option(
      names = "--revision",
      paramLabel = "NAME",
      description = "Branch, tag or commit (default: ${DEFAULT-VALUE}).")
  private String revision = "main";

  @Option(names = "--out", paramLabel = "DIR", required = true, description = "Folder to fill.")
  @SuppressWarnings("NullAway.Init") // Required, so picocli sets it.
  private Path out;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    new ModelFetch(HubSettings.of(System.getenv()), spec.commandLine().getOut())
        .fetch(repository, revision, variant, out);
  }
}
