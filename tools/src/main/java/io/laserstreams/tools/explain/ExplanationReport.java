package io.laserstreams.tools.explain;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.laserstreams.crm.explain.Effect;
import io.laserstreams.crm.explain.Explanation;
import io.laserstreams.schema.TrainingSample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An explanation for people and for scripts; names in its JSON do not change.
 *
 * @param eventTime of the impression, ISO-8601
 * @param ownSamples other samples of the user, which their own averages are over
 * @param exact whether every candidate has its logged logit again, to the bit
 * @param notes what has changed since the slate was scored
 */
record ExplanationReport(
    String impressionId,
    String userId,
    String eventTime,
    String modelVersion,
    long ownSamples,
    boolean exact,
    List<String> notes,
    List<Candidate> candidates) {
  private static final int MAX_WIDTH = 44;

  /**
   * @param effects by how much they moved its logit, strongest first
   */
  record Candidate(
      String itemId,
      String title,
      float logged,
      float replayed,
      boolean exact,
      List<Moved> effects) {}

  /**
   * An input and by how much it moved the logit.
   *
   * @param value of a feature; null for other inputs
   * @param ofCatalogue effect compared with the catalogue's average, or with a missing input
   * @param ofUser effect compared with the user's own average; null if that is unknown
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Moved(
      Effect.Kind kind,
      String name,
      @Nullable String detail,
      @Nullable Float value,
      float ofCatalogue,
      @Nullable Float ofUser) {}

  static ExplanationReport of(
      TrainingSample sample, Explanation explanation, LoggedItems items, long ownSamples) {
    List<Candidate> candidates = new ArrayList<>();
    for (int c = 0; c < explanation.itemIds().size(); c++) {
      int candidate = c;
      String itemId = explanation.itemIds().get(c);
      List<Moved> effects =
          explanation.effects(c).stream().map(effect -> moved(effect, candidate, items)).toList();
      candidates.add(
          new Candidate(
              itemId,
              items.title(itemId),
              explanation.logged().get(c),
              explanation.replayed()[c],
              explanation.exact(c),
              effects));
    }
    return new ExplanationReport(
        sample.getImpressionId(),
        sample.getUserId(),
        Instant.ofEpochMilli(sample.getEventTime()).toString(),
        sample.getModelVersion(),
        ownSamples,
        explanation.exact(),
        List.copyOf(items.notes()),
        candidates);
  }

  private static Moved moved(Effect effect, int c, LoggedItems items) {
    boolean event = effect.kind() == Effect.Kind.EVENT;
    String detail = event ? items.title(effect.name()) + ", " + effect.detail() : effect.detail();
    return new Moved(
        effect.kind(),
        effect.name(),
        detail.isEmpty() ? null : detail,
        effect.values() == null ? null : effect.values()[c],
        effect.ofCatalogue()[c],
        effect.ofUser() == null ? null : effect.ofUser()[c]);
  }

  /**
   * The report for people.
   *
   * @param itemId the candidate whose effects are listed; null for the first
   * @param top how many of them
   */
  List<String> text(@Nullable String itemId, int top) {
    List<String> text = new ArrayList<>();
    text.add(
        "Impression %s of user %s, %s, model %s"
            .formatted(impressionId, userId, eventTime, modelVersion));
    text.add("");
    text.add(String.format(Locale.ROOT, "%-44s %12s %12s", "candidate", "logged", "again"));
    for (Candidate candidate : candidates) {
      text.add(
          String.format(
              Locale.ROOT,
              "%-44s %12.6f %12.6f  %s",
              cut(candidate.itemId() + " " + candidate.title()),
              candidate.logged(),
              candidate.replayed(),
              candidate.exact()
                  ? "exact"
                  : "differs by %.2g".formatted(candidate.replayed() - candidate.logged())));
    }
    notes.forEach(text::add);
    text.add("");
    text.addAll(effects(itemId, top));
    return text;
  }

  /** What moved the logit of a candidate; see {@link #text}. */
  List<String> effects(@Nullable String itemId, int top) {
    List<String> text = new ArrayList<>();
    Candidate listed =
        candidates.stream()
            .filter(candidate -> itemId == null || candidate.itemId().equals(itemId))
            .findFirst()
            .orElseThrow();
    text.add(
        "What moved the logit of "
            + listed.itemId()
            + " ("
            + listed.title()
            + "), one input left out at a time");
    text.add(
        String.format(
            Locale.ROOT,
            "%-14s %-26s %12s %14s %14s  %s",
            "",
            "",
            "value",
            "of catalogue",
            "of user's own",
            ""));
    for (Moved effect : listed.effects().subList(0, Math.min(top, listed.effects().size()))) {
      text.add(
          String.format(
              Locale.ROOT,
              "%-14s %-26s %12s %+14.4f %14s  %s",
              effect.kind().name().toLowerCase(Locale.ROOT),
              effect.name(),
              effect.value() == null ? "" : String.format(Locale.ROOT, "%.4f", effect.value()),
              effect.ofCatalogue(),
              effect.ofUser() == null ? "" : String.format(Locale.ROOT, "%+.4f", effect.ofUser()),
              effect.detail() == null ? "" : cut(effect.detail())));
    }
    text.add(ofFeatures(listed));
    return text;
  }

  private String ofFeatures(Candidate listed) {
    if (listed.effects().stream().noneMatch(effect -> effect.kind() == Effect.Kind.FEATURE)) {
      return "Model %s reads no streaming features, so the list has none of them."
          .formatted(modelVersion);
    }
    return ownSamples == 0
        ? "The topic has no other sample of the user, so their own averages are unknown."
        : "The user's own averages are over " + ownSamples + " other samples.";
  }

  private static String cut(String text) {
    return text.length() <= MAX_WIDTH ? text : text.substring(0, MAX_WIDTH - 1) + "…";
  }
}
