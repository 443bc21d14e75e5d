package io.laserstreams.crm.explain;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.features.FeatureSpec.Standardised;
import io.laserstreams.crm.features.StreamingValues;
import io.laserstreams.crm.features.UserFeatures;
import io.laserstreams.crm.history.HistoryEvent;
import io.laserstreams.crm.item.ItemFeatures;
import io.laserstreams.crm.scoring.Scorer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Scores a logged slate again, and without one input at a time (leave one out). The model is not
 * retrained without the input: effects say what this model made of this slate, not what another
 * model would have.
 *
 * <p>Effects do not add up to the score. Of two features that say the same, each has a small
 * effect.
 */
public final class SlateExplainer {
  private final Scorer scorer;
  private final LoggedSlate slate;
  private final List<float[]> historyRows;
  private final List<float[]> candidateRows;
  private final float[] replayed;

  /**
   * @param scorer of the model that scored the slate
   */
  public SlateExplainer(Scorer scorer, LoggedSlate slate) {
    this.scorer = requireNonNull(scorer, "scorer is null");
    this.slate = requireNonNull(slate, "slate is null");
    this.historyRows = List.of(scorer.itemRows(slate.historyItems()));
    this.candidateRows = List.of(scorer.itemRows(slate.candidates()));
    this.replayed = scorer.logits(slate.user(), historyRows, candidateRows, slate.streaming());
  }

  /**
   * Explains the slate.
   *
   * @param ownAverage the user's own average of a feature by its name; null if unknown
   */
  public Explanation explain(Function<String, @Nullable Float> ownAverage) {
    List<Effect> effects = new ArrayList<>();
    if (slate.streaming() != null) {
      addFeatures(slate.streaming(), ownAverage, effects);
    }
    addEvents(effects);
    addItemKnowledge(effects);
    UserFeatures user = slate.user();
    if (user.knowledge() != null) {
      effects.add(
          ofUser(
              Effect.Kind.USER_KNOWLEDGE,
              "user knowledge",
              "what was written about the user",
              user.withKnowledge(null)));
    }
    if (!user.profile().isEmpty()) {
      effects.add(
          ofUser(
              Effect.Kind.PROFILE,
              "profile",
              user.profile().toString(),
              user.withProfile(Map.of())));
    }
    if (!user.context().isEmpty()) {
      effects.add(
          ofUser(
              Effect.Kind.CONTEXT,
              "context",
              user.context().toString(),
              user.withContext(Map.of())));
    }
    return new Explanation(
        slate.candidates().stream().map(ItemFeatures::itemId).toList(),
        slate.logits(),
        replayed,
        effects);
  }

  private void addFeatures(
      StreamingValues served, Function<String, @Nullable Float> ownAverage, List<Effect> effects) {
    FeatureSpec.Streaming spec =
        requireNonNull(scorer.spec().streaming(), "the model reads no streaming features");
    for (int f = 0; f < spec.ofUser().size(); f++) {
      int feature = f;
      float[] values = new float[replayed.length];
      Arrays.fill(values, served.ofUser()[f]);
      effects.add(
          ofFeature(
              spec.ofUser().get(f),
              values,
              ownAverage,
              value -> withOfUser(served, feature, value)));
    }
    for (int f = 0; f < spec.ofCandidate().size(); f++) {
      int feature = f;
      float[] values = new float[replayed.length];
      for (int c = 0; c < values.length; c++) {
        values[c] = served.ofCandidates()[c][f];
      }
      effects.add(
          ofFeature(
              spec.ofCandidate().get(f),
              values,
              ownAverage,
              value -> withOfCandidates(served, feature, value)));
    }
  }

  private Effect ofFeature(
      Standardised feature,
      float[] values,
      Function<String, @Nullable Float> ownAverage,
      Function<Float, StreamingValues> with) {
    Float own = ownAverage.apply(feature.name());
    return new Effect(
        Effect.Kind.FEATURE,
        feature.name(),
        "",
        values,
        movedBy(with.apply(feature.mean())),
        own == null ? null : movedBy(with.apply(own)));
  }

  private float[] movedBy(StreamingValues without) {
    return movedBy(scorer.logits(slate.user(), historyRows, candidateRows, without));
  }

  private static StreamingValues withOfUser(StreamingValues values, int feature, float value) {
    float[] changed = values.ofUser().clone();
    changed[feature] = value;
    return new StreamingValues(changed, values.ofCandidates());
  }

  private static StreamingValues withOfCandidates(
      StreamingValues values, int feature, float value) {
    float[][] changed = new float[values.ofCandidates().length][];
    for (int c = 0; c < changed.length; c++) {
      changed[c] = values.ofCandidates()[c].clone();
      changed[c][feature] = value;
    }
    return new StreamingValues(values.ofUser(), changed);
  }

  private void addEvents(List<Effect> effects) {
    UserFeatures user = slate.user();
    for (int e = 0; e < user.history().size(); e++) {
      HistoryEvent event = user.history().get(e);
      float[] without =
          scorer.logits(
              user.withHistory(without(user.history(), e)),
              without(historyRows, e),
              candidateRows,
              slate.streaming());
      effects.add(
          new Effect(
              Effect.Kind.EVENT, event.itemId(), describe(event), null, movedBy(without), null));
    }
  }

  private String describe(HistoryEvent event) {
    Duration ago = Duration.ofMillis(slate.user().eventTime() - event.eventTime());
    String when =
        ago.toDays() > 0
            ? ago.toDays() + " d"
            : ago.toHours() > 0 ? ago.toHours() + " h" : ago.toSeconds() + " s";
    return (event.isRating()
            ? String.format(Locale.ROOT, "rated %s, ", event.value())
            : "clicked, ")
        + when
        + " before";
  }

  private void addItemKnowledge(List<Effect> effects) {
    if (slate.candidates().stream().allMatch(item -> item.knowledge() == null)) {
      return;
    }
    List<ItemFeatures> unknown =
        slate.candidates().stream().map(item -> item.withKnowledge(null)).toList();
    float[] without =
        scorer.logits(
            slate.user(), historyRows, List.of(scorer.itemRows(unknown)), slate.streaming());
    effects.add(
        new Effect(
            Effect.Kind.ITEM_KNOWLEDGE,
            "item knowledge",
            "what was written about the candidate",
            null,
            movedBy(without),
            null));
  }

  private Effect ofUser(Effect.Kind kind, String name, String detail, UserFeatures without) {
    return new Effect(
        kind,
        name,
        detail,
        null,
        movedBy(scorer.logits(without, historyRows, candidateRows, slate.streaming())),
        null);
  }

  private float[] movedBy(float[] without) {
    float[] moved = new float[replayed.length];
    for (int c = 0; c < moved.length; c++) {
      moved[c] = replayed[c] - without[c];
    }
    return moved;
  }

  private static <T> List<T> without(List<T> list, int index) {
    List<T> rest = new ArrayList<>(list);
    rest.remove(index);
    return rest;
  }
}
