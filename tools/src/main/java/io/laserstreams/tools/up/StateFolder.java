package io.laserstreams.tools.up;

import io.laserstreams.cluster.EmbeddedCluster;
import io.laserstreams.runtime.failure.UserException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The folder that a system keeps its topics, schemas and state in, and nothing else. */
final class StateFolder {
  /** What the apps keep, beside the folders of the cluster. */
  static final String APPS = "state";

  private static final Set<String> OTHERS = Set.of(APPS, "lost+found");
  private static final int LISTED = 3;

  private StateFolder() {}

  /**
   * Checks, before anything is written, that the folder is new, empty, or such a folder.
   *
   * @throws UserException naming what else it holds, and the option that may be meant
   */
  static void require(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    if (!Files.isDirectory(folder)) {
      throw new UserException("--state is %s, which is a file: name a folder".formatted(folder));
    }
    List<String> foreign = foreign(folder);
    if (!foreign.isEmpty()) {
      throw new UserException(
          ("--state is %s, which holds files that are not the state of Laser Streams (%s%s): name a"
               + " folder that is new or empty. The folder of a dataset's files is --data, beside"
               + " --dataset")
              .formatted(
                  folder,
                  String.join(", ", foreign.subList(0, Math.min(LISTED, foreign.size()))),
                  foreign.size() > LISTED ? ", …" : ""));
    }
  }

  private static List<String> foreign(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(
              name ->
                  !name.startsWith(".")
                      && !EmbeddedCluster.FOLDERS.contains(name)
                      && !OTHERS.contains(name))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list " + folder, e);
    }
  }
}
