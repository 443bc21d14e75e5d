package io.laserstreams.tools.explain;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.laserstreams.crm.explain.Effect;
import io.laserstreams.crm.explain.Explanation;
import io.laserstreams.schema.TrainingSample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An explanation for people and for scripts; names of the JSON do not change.
 *
 * @param eventTime of the impression, ISO-8601
 * @param ownSamples other samples of the user, over which their own averages are
 * @param exact whether all candidates have their logged logits again, to the bit
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
  private static final int WIDEST = 44;

  /**
   * @param effects what moved its logit most, first
   */
  record Candidate(
      String itemId,
      String title,
      float logged,
      float replayed,
      boolean exact,
      List<Moved> effects) {}

  /**
   * @param value of a feature, else null
   * @param ofCatalogue by how much it moved the logit, against the catalogue's average or against
   *     nothing
   * @param ofUser the same against the user's own average, null where that is not known
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Moved(
      Effect.Kind kind, String name, String detail, Float value, float ofCatalogue, Float ofUser) {}

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
   * The report as people read it.
   *
   * @param itemId the candidate whose effects are told, null for the first
   * @param top how many of them
   */
  List<String> text(String itemId, int top) {
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
    Candidate told =
        candidates.stream()
            .filter(candidate -> itemId == null || candidate.itemId().equals(itemId))
            .findFirst()
            .orElseThrow();
    text.add("");
    text.add(
        "What moved the logit of "
            + told.itemId()
            + " ("
            + told.title()
            + "), one thing left out at a time");
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
    for (Moved effect : told.effects().subList(0, Math.min(top, told.effects().size()))) {
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
    text.add(
        ownSamples == 0
            ? "No other sample of the user is on the topic: there is no average of their own."
            : "The user's own averages are over " + ownSamples + " other samples.");
    return text;
  }

  private static String cut(String text) {
    return text.length() <= WIDEST ? text : text.substring(0, WIDEST - 1) + "…";
  }
}
