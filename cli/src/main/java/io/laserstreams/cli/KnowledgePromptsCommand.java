package io.laserstreams.cli;

import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.worker.prompt.Domain;
import io.laserstreams.worker.prompt.PromptTemplates;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code laser knowledge prompts}. */
@Command(
    name = "prompts",
    description = "Write the built-in prompts to a folder, as a start for a team's own.",
    mixinStandardHelpOptions = true)
final class KnowledgePromptsCommand implements Runnable {
  @Option(
      names = "--out",
      required = true,
      paramLabel = "FOLDER",
      description = "Where to write them; existing files are not overwritten.")
  @SuppressWarnings("NullAway.Init") // Required, so picocli sets it.
  private Path out;

  @Option(
      names = "--domain",
      paramLabel = "DOMAIN",
      description =
          "What is recommended: movies, books, music, products, generic, or a JSON file that"
              + " describes it (default: ${DEFAULT-VALUE}).")
  private String domain = Domain.DEFAULT;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    var terminal = spec.commandLine().getOut();
    try {
      PromptTemplates.builtIn(Domain.named(domain)).write(out).forEach(terminal::println);
    } catch (IllegalArgumentException e) {
      throw new UserException(String.valueOf(e.getMessage()), e);
    } catch (FileAlreadyExistsException e) {
      throw new UserException(
          e.getFile() + " exists, and is not overwritten: name another folder with --out", e);
    } catch (IOException e) {
      throw new UserException("Cannot write prompts to " + out + ": " + e, e);
    }
    terminal.println("Edit them, then set prompt.path=" + out + " for the knowledge worker.");
  }
}
