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
import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import io.laserstreams.learning.factors.FactorFitter;
import io.laserstreams.learning.factors.FactorTimeline;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Plays a dataset once through the feature engine, as the scoring stream would: an impression reads
 * the state before it, then its interactions are applied. A sample's features depend on nothing
 * that came later.
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
    if (!knowledge.timedItems().isEmpty()) {
      throw new InvalidDatasetException(
          "knowledge.items.asOf: streaming features and fitted factors read what is known about"
              + " items all the time: leave out asOf, or train without --features and without a"
              + " model that needs factors");
    }
  }

  /**
   * What to compute.
   *
   * @param plan which fitted factors features are computed with
   * @param impressions how many to play, from the first one on
   * @param wanted samples whose features are kept, by their number in the protocol
   * @param labelled which impressions item statistics and factors learn from, by the sample's
   *     number, -1 for an impression that is no sample; users' own state learns from all
   */
  public record Request(
      FactorPlan plan, int impressions, IntPredicate wanted, IntPredicate labelled) {
    /** All samples; everything learns from the whole stream. */
    public static Request of(FactorPlan plan) {
      return new Request(plan, Integer.MAX_VALUE, sample -> true, sample -> true);
    }

    /** Plays no more than so many impressions. */
    public Request playing(int most) {
      return new Request(plan, most, wanted, labelled);
    }

    /** Keeps these samples alone. */
    public Request wanting(IntPredicate samples) {
      return new Request(plan, impressions, samples, labelled);
    }

    /** Item statistics and factors learn from these samples alone. */
    public Request learningFrom(IntPredicate samples) {
      return new Request(plan, impressions, wanted, samples);
    }
  }

  /** Computes the features; {@code progress} is notified of the number of impressions done. */
  public StreamingTable run(Request request, LongConsumer progress) {
    return new Pass(request).play(progress);
  }

  private final class Pass {
    private final Request request;
    private final Protocol protocol = data.protocol();
    private final KnownItems known = new KnownItems(data, knowledge);
    private final ItemStatisticsTable statistics = new ItemStatisticsTable(features.settings());
    private final Map<String, UserState> users = new HashMap<>();
    private final List<@Nullable StreamingValues> values = new ArrayList<>();
    private final List<FittedFactors> fits = new ArrayList<>();

    /** Null if the factors are pinned. */
    private final @Nullable FactorFitter fitter;

    private FittedItems items;
    private long nextFit;

    Pass(Request request) {
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
      long done = 0;
      int played = Math.min(request.impressions(), data.impressions().size());
      for (Impression impression : data.impressions().subList(0, played)) {
        if (fitter != null) {
          fitWhenDue(fitter, done, impression);
        }
        play(impression);
        progress.accept(++done);
      }
      return new StreamingTable(features, values, items.fittedFactors(), FactorTimeline.of(fits));
    }

    private void fitWhenDue(FactorFitter fitter, long done, Impression next) {
      boolean due = done == nextFit;
      boolean trainingEnds = next.isSample() && values.size() == protocol.first(Part.VALIDATION);
      if (!due && !trainingEnds) {
        return;
      }
      items = new FittedItems(fitter.fit(), known::of);
      fits.add(items.fittedFactors());
      if (trainingEnds && !request.plan().throughout()) {
        nextFit = Long.MAX_VALUE;
      } else if (due) {
        nextFit += spacing();
      }
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
