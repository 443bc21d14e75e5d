package io.laserstreams.trainer.continuous;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.features.InvalidVectorException;
import io.laserstreams.crm.features.UserFeatures;
import io.laserstreams.crm.history.HistoryEvent;
import io.laserstreams.runtime.deadletter.BadRecordException;
import io.laserstreams.schema.FloatLists;
import io.laserstreams.schema.KnowledgeVector;
import io.laserstreams.schema.SampleCandidate;
import io.laserstreams.schema.SampleEvent;
import io.laserstreams.schema.TrainingSample;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Converts training samples to slates. Everything about the user is taken from the sample, as it
 * was served.
 *
 * <p>With inverse propensity weighting, a candidate has the weight {@code min(1 / propensity,
 * clip)} (Swaminathan and Joachims, 2015), so that a candidate that is seldom shown counts for the
 * many that were not.
 */
final class SampleReader {
  private final FeatureSpec spec;
  private final double propensityClip;
  private final FeatureReader features = new FeatureReader();

  /**
   * @param propensityClip the maximum weight; 0 disables weighting
   */
  SampleReader(FeatureSpec spec, double propensityClip) {
    this.spec = requireNonNull(spec, "spec is null");
    if (propensityClip != 0 && !(propensityClip >= 1)) {
      throw new IllegalArgumentException(
          "propensityClip is " + propensityClip + "; it must be 0 (off) or at least 1");
    }
    this.propensityClip = propensityClip;
  }

  /**
   * @throws BadRecordException if the sample violates its contract and cannot be learnt from
   */
  LabelledSlate read(TrainingSample sample) {
    List<LabelledSlate.Candidate> candidates = new ArrayList<>();
    for (SampleCandidate candidate : sample.getCandidates()) {
      candidates.add(candidate(sample, candidate));
    }
    if (candidates.isEmpty()) {
      throw new BadRecordException(
          "empty-sample",
          "Sample %s has no candidate; a slate of which nothing was shown must not become a sample"
              .formatted(sample.getImpressionId()));
    }
    UserFeatures user =
        new UserFeatures(
            sample.getEventTime(),
            sample.getProfile(),
            sample.getContext(),
            history(sample),
            knowledge(sample));
    return new LabelledSlate(
        sample.getImpressionId(), sample.getUserId(), user, candidates, features.read(sample));
  }

  /** Whether a slate has all streaming features that the model reads. */
  boolean complete(LabelledSlate slate) {
    return LoggedFeatures.complete(slate.features(), spec.streaming());
  }

  private LabelledSlate.Candidate candidate(TrainingSample sample, SampleCandidate candidate) {
    float label = candidate.getLabel();
    if (!(label >= 0 && label <= 1)) {
      throw new BadRecordException(
          "bad-label",
          "Sample %s labels item %s with %s; labels are from 0 to 1"
              .formatted(sample.getImpressionId(), candidate.getItemId(), label));
    }
    return new LabelledSlate.Candidate(
        candidate.getItemId(),
        label,
        value(sample, candidate),
        weight(sample, candidate),
        hadKnowledge(sample, candidate));
  }

  private static float value(TrainingSample sample, SampleCandidate candidate) {
    Float value = candidate.getValue();
    if (value != null && !Float.isFinite(value)) {
      throw new BadRecordException(
          "bad-value",
          "Sample %s says that item %s was rated %s; ratings are finite"
              .formatted(sample.getImpressionId(), candidate.getItemId(), value));
    }
    return value == null ? Float.NaN : value;
  }

  private float weight(TrainingSample sample, SampleCandidate candidate) {
    if (propensityClip == 0) {
      return 1;
    }
    double propensity = candidate.getPropensity();
    if (!(propensity > 0 && propensity <= 1)) {
      throw new BadRecordException(
          "bad-propensity",
          "Sample %s gives item %s propensity %s; propensities are above 0 and at most 1"
              .formatted(sample.getImpressionId(), candidate.getItemId(), propensity));
    }
    return (float) Math.min(1 / propensity, propensityClip);
  }

  private List<HistoryEvent> history(TrainingSample sample) {
    List<SampleEvent> served = sample.getHistory();
    List<HistoryEvent> history = new ArrayList<>();
    for (SampleEvent event :
        served.subList(Math.max(0, served.size() - spec.eventsRead()), served.size())) {
      if (event.getEventTime() >= sample.getEventTime()) {
        throw new BadRecordException(
            "future-event",
            ("Sample %s of event time %d has item %s of event time %d in its history, which must"
                    + " come before it")
                .formatted(
                    sample.getImpressionId(),
                    sample.getEventTime(),
                    event.getItemId(),
                    event.getEventTime()));
      }
      // Samples carry no interaction ids: nothing here distinguishes two events of one item.
      history.add(
          new HistoryEvent(
              "",
              event.getItemId(),
              event.getEventTime(),
              event.getValue() == null ? Float.NaN : event.getValue()));
    }
    return history;
  }

  private float @Nullable [] knowledge(TrainingSample sample) {
    FeatureSpec.Encoder encoder = spec.userEncoder();
    if (encoder == null) {
      return null;
    }
    for (KnowledgeVector vector : sample.getUserVectors()) {
      if (vector.getEncoderId().equals(encoder.id())) {
        try {
          return spec.checkedUserVector(sample.getUserId(), FloatLists.toArray(vector.getValues()));
        } catch (InvalidVectorException e) {
          throw new BadRecordException(
              e.reason(), "Sample " + sample.getImpressionId() + ": " + e.getMessage());
        }
      }
    }
    return null;
  }

  /**
   * Without a model no knowledge was used and none is recorded: all that is older than the
   * impression counts, as in the history.
   */
  private static boolean hadKnowledge(TrainingSample sample, SampleCandidate candidate) {
    return sample.getModelVersion() == null || candidate.getKnowledgePosition() != null;
  }
}
