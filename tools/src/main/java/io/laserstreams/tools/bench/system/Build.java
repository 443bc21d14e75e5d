package io.laserstreams.tools.bench.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.failure.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A build of Laser Streams whose {@code laser} command can be run: a checkout that was built, or an
 * unpacked archive.
 *
 * @param home its folder
 * @param commit the checkout's commit, with {@code +} if files differ from it; an archive's folder
 *     name
 */
public record Build(Path home, String commit) {
  private static final String LAUNCHER = "laser";
  private static final int COMMIT_DIGITS = 12;

  public Build {
    requireNonNull(home, "home is null");
    requireNonNull(commit, "commit is null");
  }

  /**
   * @throws UserException if there is no such build in the folder
   */
  public static Build at(Path folder) {
    Path home = folder.toAbsolutePath().normalize();
    if (!Files.isExecutable(home.resolve(LAUNCHER))) {
      throw new UserException(
          "There is no build in "
              + folder
              + ": name a checkout, or an unpacked archive, with the script laser in it");
    }
    if (Files.exists(home.resolve("pom.xml")) && !Files.isDirectory(home.resolve("cli/target"))) {
      throw new UserException(
          "The checkout " + folder + " was not built yet: run " + home.resolve(LAUNCHER) + " once");
    }
    return new Build(home, commit(home));
  }

  /** The command line of {@code laser} with these arguments. */
  List<String> command(List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(home.resolve(LAUNCHER).toString()));
    command.addAll(arguments);
    return command;
  }

  private static String commit(Path home) {
    if (!Files.exists(home.resolve(".git"))) {
      return String.valueOf(home.getFileName());
    }
    String commit = git(home, "rev-parse", "--short=" + COMMIT_DIGITS, "HEAD");
    return commit + (git(home, "status", "--porcelain", "-uno").isEmpty() ? "" : "+");
  }

  private static String git(Path home, String... arguments) {
    List<String> command = new ArrayList<>(List.of("git", "-C", home.toString()));
    command.addAll(List.of(arguments));
    try {
      Process git =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String answer = new String(git.getInputStream().readAllBytes(), UTF_8).strip();
      if (git.waitFor() != 0) {
        throw new UserException(
            "git does not tell the commit of " + home + ": " + String.join(" ", command));
      }
      return answer;
    } catch (IOException e) {
      throw new UserException(
          "git, which tells the commit of " + home + ", does not run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserException("Interrupted while asking git for the commit of " + home, e);
    }
  }
}
