package io.laserstreams.scoring.sample;

import static java.util.Comparator.comparingInt;

import io.laserstreams.schema.FloatLists;
import io.laserstreams.schema.KnowledgeVector;
import io.laserstreams.schema.SampleCandidate;
import io.laserstreams.schema.ServedFeatures;
import io.laserstreams.schema.TrainingSample;
import io.laserstreams.schema.WindowClose;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes a training sample of a slate as it was served and what became of its candidates. */
final class SampleMaker {
  private final double ratingAbove;

  SampleMaker(double ratingAbove) {
    this.ratingAbove = ratingAbove;
  }

  /** The sample of the candidates that were shown; empty where none was. */
  Optional<TrainingSample> sample(
      ServedSlate slate, Map<String, Feedback> marks, WindowClose closedBy, long closedAt) {
    List<SampleCandidate> shown = new ArrayList<>(marks.size());
    for (int rank = 0; rank < slate.candidates().size(); rank++) {
      ServedSlate.Candidate candidate = slate.candidates().get(rank);
      Feedback mark = marks.get(candidate.itemId());
      if (mark != null) {
        shown.add(
            new SampleCandidate(
                candidate.itemId(),
                mark.label(ratingAbove),
                mark.rated() ? mark.value() : null,
                mark.position() == Feedback.AS_RANKED ? rank : mark.position(),
                (double) candidate.logit(),
                candidate.propensity(),
                candidate.knowledgePosition(),
                FloatLists.of(candidate.features())));
      }
    }
    if (shown.isEmpty()) {
      return Optional.empty();
    }
    shown.sort(comparingInt(SampleCandidate::getPosition));
    return Optional.of(
        new TrainingSample(
            slate.impressionId(),
            slate.userId(),
            slate.eventTime(),
            slate.modelVersion(),
            slate.profile(),
            slate.context(),
            slate.history(),
            slate.knowledge() == null ? null : slate.knowledge().position(),
            vectors(slate),
            features(slate.features()),
            shown,
            closedBy,
            closedAt));
  }

  private static ServedFeatures features(ServedSlate.Features features) {
    return features == null
        ? null
        : new ServedFeatures(
            features.ofUser(),
            FloatLists.of(features.userValues()),
            features.ofCandidates(),
            features.userPosition(),
            features.itemEpoch(),
            features.itemInteractions(),
            features.basis());
  }

  private static List<KnowledgeVector> vectors(ServedSlate slate) {
    List<KnowledgeVector> vectors = new ArrayList<>();
    if (slate.knowledge() != null) {
      slate
          .knowledge()
          .value()
          .forEach(
              (encoder, vector) ->
                  vectors.add(new KnowledgeVector(encoder, FloatLists.of(vector))));
    }
    return vectors;
  }
}
