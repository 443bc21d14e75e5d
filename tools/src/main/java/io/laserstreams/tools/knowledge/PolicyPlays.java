package io.laserstreams.tools.knowledge;

import static java.util.Objects.requireNonNull;

import io.laserstreams.knowledge.KnowledgeConfig;
import io.laserstreams.knowledge.KnowledgeSettings;
import io.laserstreams.knowledge.taste.ItemVectorTable;
import io.laserstreams.knowledge.taste.ItemVectors;
import io.laserstreams.learning.dataset.Dataset;
import io.laserstreams.learning.dataset.Impression;
import io.laserstreams.learning.dataset.description.DatasetDescription.Label;
import io.laserstreams.runtime.table.TableRecord;
import io.laserstreams.schema.FloatLists;
import io.laserstreams.schema.Knowledge;
import io.laserstreams.schema.KnowledgeVector;
import io.laserstreams.schema.Provenance;
import io.laserstreams.schema.SubjectKind;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.rule.RecordRules;
import io.laserstreams.tools.dataset.DatasetRecords;
import io.laserstreams.tools.output.Progress;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Plays one dataset against one policy after another. */
final class PolicyPlays {
  private static final double MILLIS_PER_HOUR = 3_600_000;

  private final Dataset data;
  private final int[] order;
  private final ItemVectors vectors;
  private final int bound;
  private final KnowledgeSettings defaults = KnowledgeConfig.read(Map.of());

  /** Tokens of policies without a budget, by when knowledge is due. */
  private final Map<Object, Long> unbounded = new HashMap<>();

  /**
   * @param items their vectors by id; empty if nothing is known of them
   * @param encoder of these
   * @param limit only the first impressions
   * @param bound see {@link Staleness}
   */
  PolicyPlays(Dataset data, Map<String, float[]> items, String encoder, int limit, int bound) {
    this.data = requireNonNull(data, "data is null");
    this.order =
        DatasetRecords.byEventTime(data.impressions(), Math.min(limit, data.impressions().size()));
    this.vectors = items.isEmpty() ? ItemVectors.NONE : table(items, encoder);
    this.bound = bound;
  }

  /** Impressions that are played. */
  int impressions() {
    return order.length;
  }

  /** Events from which on a user's impressions count. */
  long eventsOfActiveUsers() {
    return defaults.refresh().coldStartEvents();
  }

  /** What a like is. */
  Label label() {
    return data.description().label();
  }

  /** From the first to the last impression, at least one. */
  double hours() {
    long first = impression(0).eventTime();
    long last = impression(order.length - 1).eventTime();
    return Math.max(1, (last - first) / MILLIS_PER_HOUR);
  }

  PolicyFigures play(KnowledgePolicy policy, PolicyRun.Notes notes) {
    return play(policy, tokensPerHour(policy), notes).figures();
  }

  private double tokensPerHour(KnowledgePolicy policy) {
    if (policy.budget().share() == 0) {
      return policy.budget().tokensPerHour();
    }
    Long tokens = unbounded.get(policy.refresh());
    if (tokens == null) {
      tokens = play(policy.withoutBudget(), 0, PolicyRun.Notes.UNWRITTEN).tokens();
    }
    return policy.budget().share() * tokens / hours();
  }

  private PolicyRun play(KnowledgePolicy policy, double tokensPerHour, PolicyRun.Notes notes) {
    PolicyRun run = new PolicyRun(policy, tokensPerHour, defaults, data, vectors, bound, notes);
    try (Progress progress = Progress.counting(policy.name(), "impressions", order.length)) {
      for (int i = 0; i < order.length; i++) {
        run.play(impression(i));
        progress.at(i + 1L);
      }
    }
    if (tokensPerHour == 0) {
      unbounded.put(policy.refresh(), run.tokens());
    }
    return run;
  }

  private Impression impression(int index) {
    return data.impressions().get(order[index]);
  }

  /** Items' vectors as the app holds them. */
  private ItemVectors table(Map<String, float[]> items, String encoder) {
    ItemVectorTable table =
        new ItemVectorTable(
            encoder,
            Integer.MAX_VALUE,
            new RecordRules(defaults.eventTimes()),
            InstantSource.system(),
            new SimpleMeterRegistry());
    items.forEach((id, vector) -> table.take(record(id, vector, encoder)));
    return table;
  }

  private static TableRecord<Optional<Knowledge>> record(
      String itemId, float[] vector, String encoder) {
    Knowledge knowledge =
        new Knowledge(
            SubjectKind.ITEM,
            itemId,
            0L,
            0L,
            "simulated",
            List.of(new KnowledgeVector(encoder, FloatLists.of(vector))),
            new Provenance("simulated", "none", List.of(encoder), 0L, "simulated", 0L, 0L));
    return new TableRecord<>(
        Topic.KNOWLEDGE_ITEMS.baseName(), 0, 0, 0, itemId, Optional.of(knowledge));
  }
}
