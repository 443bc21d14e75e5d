package io.laserstreams.crm.explain;

import static java.util.Objects.requireNonNull;

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

/**
 * Scores a slate again as it was logged, and without one thing at a time (leave one out). What is
 * left out is not learnt without: the effects say what the model made of this slate, not what
 * another model would have.
 *
 * <p>Effects do not add up to the score. Two features that say the same have each a small one.
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
   * @param ownAverage the user's own average of a feature by its name, null where it is not known
   */
  public Explanation explain(Function<String, Float> ownAverage) {
    List<Effect> effects = new ArrayList<>();
    if (slate.streaming() != null) {
      features(ownAverage, effects);
    }
    events(effects);
    knowledge(effects);
    UserFeatures user = slate.user();
    if (!user.profile().isEmpty()) {
      effects.add(
          effect(
              Effect.Kind.PROFILE,
              "profile",
              user.profile().toString(),
              new UserFeatures(
                  user.eventTime(), Map.of(), user.context(), user.history(), user.knowledge())));
    }
    if (!user.context().isEmpty()) {
      effects.add(
          effect(
              Effect.Kind.CONTEXT,
              "context",
              user.context().toString(),
              new UserFeatures(
                  user.eventTime(), user.profile(), Map.of(), user.history(), user.knowledge())));
    }
    return new Explanation(
        slate.candidates().stream().map(ItemFeatures::itemId).toList(),
        slate.logits(),
        replayed,
        effects);
  }

  private void features(Function<String, Float> ownAverage, List<Effect> effects) {
    List<Standardised> ofUser = scorer.spec().streaming().ofUser();
    for (int f = 0; f < ofUser.size(); f++) {
      int feature = f;
      float[] values = new float[replayed.length];
      Arrays.fill(values, slate.streaming().ofUser()[f]);
      feature(ofUser.get(f), values, ownAverage, value -> withOfUser(feature, value), effects);
    }
    List<Standardised> ofCandidate = scorer.spec().streaming().ofCandidate();
    for (int f = 0; f < ofCandidate.size(); f++) {
      int feature = f;
      float[] values = new float[replayed.length];
      for (int c = 0; c < values.length; c++) {
        values[c] = slate.streaming().ofCandidates()[c][f];
      }
      feature(
          ofCandidate.get(f),
          values,
          ownAverage,
          value -> withOfCandidates(feature, value),
          effects);
    }
  }

  private void feature(
      Standardised feature,
      float[] values,
      Function<String, Float> ownAverage,
      Function<Float, StreamingValues> with,
      List<Effect> effects) {
    Float own = ownAverage.apply(feature.name());
    effects.add(
        new Effect(
            Effect.Kind.FEATURE,
            feature.name(),
            "",
            values,
            moved(with.apply(feature.mean())),
            own == null ? null : moved(with.apply(own))));
  }

  private float[] moved(StreamingValues without) {
    return less(scorer.logits(slate.user(), historyRows, candidateRows, without));
  }

  private StreamingValues withOfUser(int feature, float value) {
    float[] changed = slate.streaming().ofUser().clone();
    changed[feature] = value;
    return new StreamingValues(changed, slate.streaming().ofCandidates());
  }

  private StreamingValues withOfCandidates(int feature, float value) {
    float[][] changed = new float[slate.streaming().ofCandidates().length][];
    for (int c = 0; c < changed.length; c++) {
      changed[c] = slate.streaming().ofCandidates()[c].clone();
      changed[c][feature] = value;
    }
    return new StreamingValues(slate.streaming().ofUser(), changed);
  }

  private void events(List<Effect> effects) {
    UserFeatures user = slate.user();
    for (int e = 0; e < user.history().size(); e++) {
      HistoryEvent event = user.history().get(e);
      List<HistoryEvent> events = without(user.history(), e);
      float[] logits =
          scorer.logits(
              new UserFeatures(
                  user.eventTime(), user.profile(), user.context(), events, user.knowledge()),
              without(historyRows, e),
              candidateRows,
              slate.streaming());
      effects.add(
          new Effect(Effect.Kind.EVENT, event.itemId(), describe(event), null, less(logits), null));
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

  private void knowledge(List<Effect> effects) {
    if (slate.candidates().stream().anyMatch(item -> item.knowledge() != null)) {
      List<ItemFeatures> unknown =
          slate.candidates().stream()
              .map(item -> new ItemFeatures(item.itemId(), item.categories(), item.fields(), null))
              .toList();
      float[] logits =
          scorer.logits(
              slate.user(), historyRows, List.of(scorer.itemRows(unknown)), slate.streaming());
      effects.add(
          new Effect(
              Effect.Kind.ITEM_KNOWLEDGE,
              "item knowledge",
              "what was written about the candidate",
              null,
              less(logits),
              null));
    }
    UserFeatures user = slate.user();
    if (user.knowledge() != null) {
      effects.add(
          effect(
              Effect.Kind.USER_KNOWLEDGE,
              "user knowledge",
              "what was written about the user",
              new UserFeatures(
                  user.eventTime(), user.profile(), user.context(), user.history(), null)));
    }
  }

  private Effect effect(Effect.Kind kind, String name, String detail, UserFeatures without) {
    return new Effect(
        kind,
        name,
        detail,
        null,
        less(scorer.logits(without, historyRows, candidateRows, slate.streaming())),
        null);
  }

  private float[] less(float[] without) {
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
