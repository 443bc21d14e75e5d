package io.laserstreams.tools.knowledge;

import static java.util.Objects.requireNonNull;

import io.laserstreams.knowledge.KnowledgeConfig;
import io.laserstreams.knowledge.KnowledgeSettings;
import io.laserstreams.knowledge.taste.ItemVectorTable;
import io.laserstreams.knowledge.taste.ItemVectors;
import io.laserstreams.learning.dataset.Dataset;
import io.laserstreams.learning.dataset.Impression;
import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.runtime.table.TableRecord;
import io.laserstreams.schema.FloatLists;
import io.laserstreams.schema.Knowledge;
import io.laserstreams.schema.KnowledgeVector;
import io.laserstreams.schema.Provenance;
import io.laserstreams.schema.SubjectKind;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.rule.RecordRules;
import io.laserstreams.tools.dataset.DatasetRecords;
import io.laserstreams.tools.offline.DatasetKnowledge;
import io.laserstreams.tools.output.JsonFile;
import io.laserstreams.tools.output.Progress;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Plays a dataset against policies of refreshing users' knowledge, without Kafka. */
public final class Simulate {
  private static final double MILLIS_PER_HOUR = 3_600_000;
  private static final String ROW = "%-34s %9s %13s %7s %12s %8s %8s %7s";

  private final SimulateOptions options;
  private final PrintWriter out;
  private final KnowledgeSettings defaults = KnowledgeConfig.read(Map.of());

  /** Tokens of policies without a budget, by when knowledge is due. */
  private final Map<Object, Long> unbounded = new HashMap<>();

  public Simulate(SimulateOptions options, PrintWriter out) {
    this.options = requireNonNull(options, "options is null");
    this.out = requireNonNull(out, "out is null");
  }

  /**
   * Prints a row for each policy.
   *
   * @throws UserException if a policy or the dataset is wrong, or drift is asked for and nothing is
   *     known about the items in words
   */
  public void run() throws IOException {
    List<KnowledgePolicy> policies =
        options.policies().stream()
            .map(policy -> KnowledgePolicy.parse(policy, defaults.refresh()))
            .toList();
    try {
      Dataset data = options.dataset().files().read();
      ItemVectors vectors = vectors(data, policies);
      int[] order =
          DatasetRecords.byEventTime(
              data.impressions(), Math.min(options.limit(), data.impressions().size()));
      print(data, order);
      List<PolicyFigures> figures = new ArrayList<>();
      for (KnowledgePolicy policy : policies) {
        PolicyRun run = play(policy, budget(policy, data, order, vectors), data, order, vectors);
        if (figures.isEmpty()) {
          out.printf(
              Locale.ROOT,
              "%,d impressions of %,d users count: those of users with at least %d events%n%n",
              run.staleness().impressions(),
              run.staleness().users(),
              defaults.refresh().coldStartEvents());
          header();
        }
        figures.add(run.figures());
        print(run.figures());
      }
      if (options.json() != null) {
        JsonFile.write(options.json(), figures);
      }
    } catch (InvalidDatasetException | IllegalArgumentException e) {
      throw UserException.of(e);
    } finally {
      out.flush();
    }
  }

  private double budget(KnowledgePolicy policy, Dataset data, int[] order, ItemVectors vectors) {
    if (policy.budget().share() == 0) {
      return policy.budget().tokensPerHour();
    }
    Long tokens = unbounded.get(policy.refresh());
    if (tokens == null) {
      tokens = play(policy.withoutBudget(), 0, data, order, vectors).tokens();
    }
    return policy.budget().share() * tokens / hours(data, order);
  }

  private PolicyRun play(
      KnowledgePolicy policy,
      double tokensPerHour,
      Dataset data,
      int[] order,
      ItemVectors vectors) {
    PolicyRun run = new PolicyRun(policy, tokensPerHour, defaults, data, vectors, options.bound());
    try (Progress progress = Progress.counting(policy.name(), "impressions", order.length)) {
      for (int i = 0; i < order.length; i++) {
        run.play(data.impressions().get(order[i]));
        progress.at(i + 1L);
      }
    }
    if (tokensPerHour == 0) {
      unbounded.put(policy.refresh(), run.tokens());
    }
    return run;
  }

  /** Items' vectors as the app holds them, of texts that are taken to have always been known. */
  private ItemVectors vectors(Dataset data, List<KnowledgePolicy> policies) {
    DatasetKnowledge knowledge = new DatasetKnowledge(options.dataset(), out);
    if (knowledge.itemTexts(data).isEmpty()) {
      if (policies.stream().anyMatch(policy -> policy.refresh().drift().isOn())) {
        throw new UserException(
            "drift is measured by texts about items, of which %s has none: name a file with"
                    .formatted(data.name())
                + " --texts, or leave out drift:X");
      }
      return ItemVectors.NONE;
    }
    ItemVectorTable table =
        new ItemVectorTable(
            options.encoder(),
            Integer.MAX_VALUE,
            new RecordRules(defaults.eventTimes()),
            InstantSource.system(),
            new SimpleMeterRegistry());
    knowledge
        .encode(data, options.encoder())
        .forEach((id, vector) -> table.take(record(id, vector)));
    return table;
  }

  private TableRecord<Optional<Knowledge>> record(String itemId, float[] vector) {
    Knowledge knowledge =
        new Knowledge(
            SubjectKind.ITEM,
            itemId,
            0L,
            0L,
            "simulated",
            List.of(new KnowledgeVector(options.encoder(), FloatLists.of(vector))),
            new Provenance(
                "simulated", "none", List.of(options.encoder()), 0L, "simulated", 0L, 0L));
    return new TableRecord<>(
        Topic.KNOWLEDGE_ITEMS.baseName(), 0, 0, 0, itemId, Optional.of(knowledge));
  }

  private static double hours(Dataset data, int[] order) {
    long first = impression(data, order, 0).eventTime();
    long last = impression(data, order, order.length - 1).eventTime();
    return Math.max(1, (last - first) / MILLIS_PER_HOUR);
  }

  private static Impression impression(Dataset data, int[] order, int index) {
    return data.impressions().get(order[index]);
  }

  private void print(Dataset data, int[] order) {
    out.printf(
        Locale.ROOT,
        "%s: %,d impressions in %,.0f hours; knowledge is fresh while fewer than %d events are"
            + " newer; answers come at once%n",
        data.name(),
        order.length,
        hours(data, order),
        options.bound());
    out.flush();
  }

  private void header() {
    out.println(
        ROW.formatted(
            "policy", "calls", "tokens", "fresh", "fresh by", "without", "events", "drift"));
    out.println(ROW.formatted("", "", "(estimated)", "", "impression", "any", "behind", ""));
  }

  private void print(PolicyFigures figures) {
    out.println(
        ROW.formatted(
            figures.policy(),
            String.format(Locale.ROOT, "%,d", figures.calls()),
            String.format(Locale.ROOT, "%,d", figures.tokens()),
            percent(figures.freshUsers()),
            percent(figures.freshImpressions()),
            percent(figures.withoutKnowledge()),
            String.format(Locale.ROOT, "%.1f", figures.eventsBehind()),
            Double.isNaN(figures.drift())
                ? "–"
                : String.format(Locale.ROOT, "%.3f", figures.drift())));
    out.flush();
  }

  private static String percent(double share) {
    return Double.isNaN(share) ? "–" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }
}
