package io.laserstreams.lm.hub;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which files of a repository make a model that runs here: the graph of one variant, with its data
 * beside it, and the files of tokenizer and configuration.
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
   * @throws HubException if there is no such variant, with those that there are
   */
  static List<HubFile> files(Snapshot snapshot, String variant) {
    List<HubFile> chosen = new ArrayList<>();
    for (HubFile file : snapshot.files()) {
      Matcher graph = GRAPH.matcher(file.path());
      if (graph.matches() && variantOf(graph).equals(variant)) {
        chosen.add(file);
        snapshot.files().stream()
            .filter(data -> data.path().startsWith(file.path() + "_data"))
            .forEach(chosen::add);
      } else if (OTHERS.contains(file.path())) {
        chosen.add(file);
      }
    }
    if (chosen.stream().noneMatch(file -> GRAPH.matcher(file.path()).matches())) {
      throw new HubException(missing(snapshot, variant));
    }
    return chosen;
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
