package io.laserstreams.learning.streaming;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.features.StreamingValues;
import io.laserstreams.crm.streaming.Observation;
import io.laserstreams.crm.streaming.StreamingFeatures;
import io.laserstreams.crm.streaming.factors.FittedFactors;
import io.laserstreams.crm.streaming.factors.FittedItems;
import io.laserstreams.crm.streaming.item.Contribution;
import io.laserstreams.crm.streaming.item.ItemStatisticsTable;
import io.laserstreams.crm.streaming.user.UserState;
import io.laserstreams.learning.dataset.Candidate;
import io.laserstreams.learning.dataset.Dataset;
import io.laserstreams.learning.dataset.Impression;
import io.laserstreams.learning.dataset.Knowledge;
import io.laserstreams.learning.dataset.KnownItems;
import io.laserstreams.learning.dataset.Part;
import io.laserstreams.learning.dataset.Protocol;
import io.laserstreams.learning.factors.FactorFitter;
import io.laserstreams.learning.factors.FactorTimeline;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.LongConsumer;

/**
 * Plays a dataset once through the feature engine, as the scoring stream would see it: an
 * impression reads what was there before it, then its interactions are applied. A feature of a
 * sample depends on nothing that came later.
 */
public final class FeaturePass {
  private static final long SEED = 1;

  private final Dataset data;
  private final Knowledge knowledge;
  private final StreamingFeatures features;

  public FeaturePass(Dataset data, Knowledge knowledge, StreamingFeatures features) {
    this.data = requireNonNull(data, "data is null");
    this.knowledge = requireNonNull(knowledge, "knowledge is null");
    this.features = requireNonNull(features, "features is null");
  }

  /**
   * What is asked for.
   *
   * @param plan which basis features are seen through
   * @param wanted samples whose features are kept, by their number in the protocol
   * @param labelled which impressions the statistics of items and the basis learn from, by the
   *     sample's number, -1 for one that is no sample; users' own state learns from all
   */
  public record Request(FactorPlan plan, IntPredicate wanted, IntPredicate labelled) {
    /** All samples, and everything learns from the whole stream. */
    public static Request of(FactorPlan plan) {
      return new Request(plan, sample -> true, sample -> true);
    }

    /** These samples alone. */
    public Request wanting(IntPredicate samples) {
      return new Request(plan, samples, labelled);
    }

    /** Item statistics and the basis learn from these samples alone. */
    public Request learningFrom(IntPredicate samples) {
      return new Request(plan, wanted, samples);
    }
  }

  /** The features; {@code progress} is told the impressions done so far. */
  public StreamingTable run(Request request, LongConsumer progress) {
    return new Run(request).play(progress);
  }

  private final class Run {
    private final Request request;
    private final Protocol protocol = data.protocol();
    private final KnownItems known = new KnownItems(data, knowledge);
    private final ItemStatisticsTable statistics = new ItemStatisticsTable(features.settings());
    private final Map<String, UserState> users = new HashMap<>();
    private final List<StreamingValues> values = new ArrayList<>();
    private final List<FittedFactors> fits = new ArrayList<>();
    private final FactorFitter fitter;
    private FittedItems items;
    private long nextFit;

    Run(Request request) {
      this.request = request;
      FittedFactors pinned = request.plan().pinned();
      items = new FittedItems(pinned == null ? FittedFactors.NONE : pinned, known::of);
      fitter =
          pinned == null
              ? new FactorFitter(List.copyOf(known.catalogue().values()), known::of, SEED)
              : null;
      nextFit = pinned == null ? Math.max(1, spacing() / 2) : Long.MAX_VALUE;
    }

    private long spacing() {
      return Math.max(1, data.impressions().size() / request.plan().fits());
    }

    StreamingTable play(LongConsumer progress) {
      int validation = protocol.first(Part.VALIDATION);
      long done = 0;
      for (Impression impression : data.impressions()) {
        boolean ends = fitter != null && impression.isSample() && values.size() == validation;
        if (done == nextFit || ends) {
          items = new FittedItems(fitter.fit(), known::of);
          fits.add(items.fittedFactors());
          nextFit =
              ends && !request.plan().throughout()
                  ? Long.MAX_VALUE
                  : done == nextFit ? nextFit + spacing() : nextFit;
        }
        play(impression);
        progress.accept(++done);
      }
      return new StreamingTable(features, values, items.fittedFactors(), FactorTimeline.of(fits));
    }

    private void play(Impression impression) {
      Map<String, String> profile = data.profiles().getOrDefault(impression.userId(), Map.of());
      UserState user =
          users.computeIfAbsent(impression.userId(), id -> UserState.empty(features.settings()));
      int sample = impression.isSample() ? values.size() : -1;
      if (impression.isSample()) {
        values.add(request.wanted().test(sample) ? values(impression, user, profile) : null);
      }
      boolean labelled = request.labelled().test(sample);
      for (Candidate candidate : impression.candidates()) {
        if (candidate.interacted() || features.settings().shownValue() != null) {
          apply(impression, candidate, user, profile, labelled);
        }
      }
    }

    private StreamingValues values(
        Impression impression, UserState user, Map<String, String> profile) {
      List<String> candidates = impression.candidates().stream().map(Candidate::itemId).toList();
      return features.updateAndRead(
          user,
          impression.eventTime(),
          profile,
          candidates,
          statistics.at(impression.eventTime()),
          items);
    }

    private void apply(
        Impression impression,
        Candidate candidate,
        UserState user,
        Map<String, String> profile,
        boolean labelled) {
      long time = impression.interactionTime();
      var event =
          candidate.interacted()
              ? new Observation(candidate.itemId(), time, candidate.value(), profile)
              : Observation.shown(candidate.itemId(), time, profile);
      features
          .apply(user, event, statistics.at(event.time()), items)
          .ifPresent(contribution -> learn(impression, candidate, contribution, labelled));
    }

    private void learn(
        Impression impression, Candidate candidate, Contribution contribution, boolean labelled) {
      if (labelled) {
        statistics.add(contribution);
      }
      if (fitter != null) {
        fitter.add(
            impression.userId(),
            candidate.itemId(),
            impression.time(),
            (float) contribution.value(),
            (float) contribution.residual(),
            labelled);
      }
    }
  }
}
