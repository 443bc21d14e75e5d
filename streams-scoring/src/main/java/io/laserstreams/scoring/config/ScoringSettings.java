package io.laserstreams.scoring.config;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.history.HistoryBounds;
import io.laserstreams.crm.scoring.Device;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.schema.rule.EventTimeBounds;
import io.laserstreams.scoring.features.StatisticsTimes;
import io.laserstreams.scoring.join.SampleBounds;
import io.laserstreams.scoring.slate.ScoringRules;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The configuration of scoring, see {@link ScoringConfig} for its keys.
 *
 * @param app what all apps share
 * @param model which model serves, and where
 * @param slates how slates are scored where the model does not say
 * @param attribution how samples are joined
 * @param history what is kept of users
 * @param features how streaming features are kept
 * @param eventTimes which event times are accepted
 * @param latency what keeps the time to a score short
 */
public record ScoringSettings(
    AppConfig app,
    Model model,
    ScoringRules slates,
    Attribution attribution,
    History history,
    Features features,
    EventTimeBounds eventTimes,
    Latency latency) {
  /**
   * Which model serves, and where.
   *
   * @param pinnedBundle the one bundle that serves; empty to follow releases
   * @param fetchTimeout for fetching a bundle from a release's URI
   * @param maxHistory events that a model may attend to, at most
   */
  public record Model(
      Optional<Path> pinnedBundle, Device device, Duration fetchTimeout, int maxHistory) {
    public Model {
      requireNonNull(pinnedBundle, "pinnedBundle is null");
      requireNonNull(device, "device is null");
      requireNonNull(fetchTimeout, "fetchTimeout is null");
    }
  }

  /**
   * How samples are joined.
   *
   * @param sweepInterval from one pass to the next over what ends by the wall clock
   */
  public record Attribution(SampleBounds bounds, Duration sweepInterval) {
    public Attribution {
      requireNonNull(bounds, "bounds is null");
      requireNonNull(sweepInterval, "sweepInterval is null");
    }
  }

  /**
   * What is kept of users.
   *
   * @param bounds of their histories
   * @param versions of a user's profile and vectors
   */
  public record History(HistoryBounds bounds, int versions) {
    public History {
      requireNonNull(bounds, "bounds is null");
    }
  }

  /**
   * How streaming features are kept.
   *
   * @param state how the state behind them is kept
   * @param publishInterval from one publication of contributions to item statistics to the next
   */
  public record Features(StreamingSettings state, Duration publishInterval) {
    public Features {
      requireNonNull(state, "state is null");
      requireNonNull(publishInterval, "publishInterval is null");
    }
  }

  /**
   * What keeps the time to a score short.
   *
   * @param minCommitInterval from a commit to the next one that comes because a score waits
   * @param commitInterval of commits that come anyway
   * @param maxWarmUp for a warm-up before the streams start, at most; zero for none
   */
  public record Latency(Duration minCommitInterval, Duration commitInterval, Duration maxWarmUp) {
    public Latency {
      requireNonNull(minCommitInterval, "minCommitInterval is null");
      requireNonNull(commitInterval, "commitInterval is null");
      requireNonNull(maxWarmUp, "maxWarmUp is null");
    }

    /** Whether commits come because a score waits. */
    public boolean commitsEarly() {
      return minCommitInterval.compareTo(commitInterval) < 0;
    }
  }

  public ScoringSettings {
    requireNonNull(app, "app is null");
    requireNonNull(model, "model is null");
    requireNonNull(slates, "slates is null");
    requireNonNull(attribution, "attribution is null");
    requireNonNull(history, "history is null");
    requireNonNull(features, "features is null");
    requireNonNull(eventTimes, "eventTimes is null");
    requireNonNull(latency, "latency is null");
  }

  /** The event times that statistics of items can be of. */
  public StatisticsTimes statisticsTimes() {
    return new StatisticsTimes(eventTimes.maxAhead().toMillis());
  }
}
