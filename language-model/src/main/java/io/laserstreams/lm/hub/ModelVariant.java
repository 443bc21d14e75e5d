package io.laserstreams.lm.hub;

import io.laserstreams.lm.files.ExternalData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which files of a repository make a model that runs here: the graph of one variant, the files of
 * weights that it names, and the files of tokenizer and configuration.
 */
final class ModelVariant {
  /** The variant of {@code model.onnx}. */
  static final String PLAIN = "fp32";

  private static final Pattern GRAPH = Pattern.compile("(?:onnx/)?model(?:_(\\w+))?\\.onnx");
  private static final Set<String> OTHERS =
      Set.of(
          "config.json",
          "generation_config.json",
          "tokenizer.json",
          "tokenizer_config.json",
          "chat_template.jinja",
          "LICENSE",
          "LICENSE.txt",
          "LICENSE.md");

  private ModelVariant() {}

  /**
   * The files whose names are known before the graph is.
   *
   * @throws HubException if there is no such variant, with those that there are
   */
  static List<HubFile> files(Snapshot snapshot, String variant) {
    List<HubFile> chosen = new ArrayList<>();
    for (HubFile file : snapshot.files()) {
      Matcher graph = GRAPH.matcher(file.path());
      if (graph.matches() && variantOf(graph).equals(variant)) {
        chosen.add(file);
      } else if (OTHERS.contains(file.path())) {
        chosen.add(file);
      }
    }
    if (chosen.stream().noneMatch(file -> GRAPH.matcher(file.path()).matches())) {
      throw new HubException(missing(snapshot, variant));
    }
    return chosen;
  }

  /**
   * The files of weights that the graphs among {@code files} name.
   *
   * @param folder where these files are
   * @throws HubException if the repository lacks one
   */
  static List<HubFile> weights(Snapshot snapshot, List<HubFile> files, Path folder) {
    List<HubFile> weights = new ArrayList<>();
    for (HubFile file : files) {
      if (GRAPH.matcher(file.path()).matches()) {
        for (String location : ExternalData.locations(folder.resolve(file.path()))) {
          weights.add(named(snapshot, file, location));
        }
      }
    }
    return weights.stream().distinct().toList();
  }

  private static HubFile named(Snapshot snapshot, HubFile graph, String location) {
    Path beside = Path.of(graph.path()).resolveSibling(location).normalize();
    return snapshot.files().stream()
        .filter(file -> Path.of(file.path()).equals(beside))
        .findFirst()
        .orElseThrow(
            () ->
                new HubException(
                    ("%s names the file of weights %s, which %s does not have: look for another"
                            + " export")
                        .formatted(graph.path(), beside, snapshot.repository())));
  }

  private static String variantOf(Matcher graph) {
    return graph.group(1) == null ? PLAIN : graph.group(1);
  }

  private static String missing(Snapshot snapshot, String variant) {
    String known =
        snapshot.files().stream()
            .map(file -> GRAPH.matcher(file.path()))
            .filter(Matcher::matches)
            .map(ModelVariant::variantOf)
            .sorted()
            .collect(Collectors.joining(", "));
    return known.isEmpty()
        ? snapshot.repository()
            + " has no ONNX graph; look for an export of it, such as those of onnx-community"
        : snapshot.repository() + " has no variant " + variant + "; there are: " + known;
  }
}
