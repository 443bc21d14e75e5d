package io.laserstreams.tools.knowledge;

import static java.util.Objects.requireNonNull;

import io.laserstreams.knowledge.KnowledgeConfig;
import io.laserstreams.knowledge.KnowledgeSettings;
import io.laserstreams.learning.dataset.Dataset;
import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.tools.offline.DatasetKnowledge;
import io.laserstreams.tools.output.JsonFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plays a dataset against policies of refreshing users' knowledge, without Kafka. */
public final class Simulate {
  private static final String WITHOUT = "none";

  private final SimulateOptions options;
  private final PolicyTable table;
  private final DatasetKnowledge knowledge;
  private final KnowledgeSettings defaults = KnowledgeConfig.read(Map.of());

  public Simulate(SimulateOptions options, PrintWriter out) {
    this.options = requireNonNull(options, "options is null");
    this.table = new PolicyTable(out, options.auc() != null);
    this.knowledge = new DatasetKnowledge(options.dataset(), out);
  }

  /**
   * Prints a row for each policy; with AUC, one without knowledge, too.
   *
   * @throws UserException if a policy or the dataset is wrong, or drift or AUC is asked for and
   *     nothing is known about the items in words
   */
  public void run() throws IOException {
    List<KnowledgePolicy> policies =
        options.policies().stream()
            .map(policy -> KnowledgePolicy.parse(policy, defaults.refresh()))
            .toList();
    try {
      Dataset data = options.dataset().files().read();
      Map<String, float[]> items = items(data, policies);
      PolicyPlays plays =
          new PolicyPlays(data, items, options.encoder(), options.limit(), options.bound());
      table.title(data, plays, options.bound());
      List<PolicyFigures> figures = simulate(policies, plays, quality(data), items);
      if (options.json() != null) {
        JsonFile.write(options.json(), figures);
      }
    } catch (InvalidDatasetException | IllegalArgumentException e) {
      throw UserException.of(e);
    }
  }

  private List<PolicyFigures> simulate(
      List<KnowledgePolicy> policies,
      PolicyPlays plays,
      @Nullable PolicyQuality quality,
      Map<String, float[]> items) {
    List<PolicyFigures> figures = new ArrayList<>();
    if (quality != null) {
      add(figures, PolicyFigures.without(WITHOUT).with(quality.without()));
    }
    for (KnowledgePolicy policy : policies) {
      if (quality == null) {
        add(figures, plays.play(policy, PolicyRun.Notes.UNWRITTEN));
      } else {
        StandInNotes notes = new StandInNotes(items, plays.label());
        PolicyFigures played = plays.play(policy, notes::write);
        add(figures, played.with(quality.with(policy.name(), notes.byUser())));
      }
    }
    return figures;
  }

  private void add(List<PolicyFigures> figures, PolicyFigures row) {
    figures.add(row);
    table.row(figures);
  }

  private @Nullable PolicyQuality quality(Dataset data) {
    return options.auc() == null ? null : new PolicyQuality(data, options.encoder(), options.auc());
  }

  /** Vectors by item id, of texts that are taken to have always been known. */
  private Map<String, float[]> items(Dataset data, List<KnowledgePolicy> policies) {
    if (!knowledge.itemTexts(data).isEmpty()) {
      return knowledge.encode(data, options.encoder());
    }
    if (options.auc() != null) {
      throw missing(data, "notes about users are made of texts about items", "--auc");
    }
    if (policies.stream().anyMatch(policy -> policy.refresh().drift().isOn())) {
      throw missing(data, "drift is measured by texts about items", "drift:X");
    }
    return Map.of();
  }

  private static UserException missing(Dataset data, String why, String option) {
    return new UserException(
        "%s, of which %s has none: name a file with --texts, or leave out %s"
            .formatted(why, data.name(), option));
  }
}
