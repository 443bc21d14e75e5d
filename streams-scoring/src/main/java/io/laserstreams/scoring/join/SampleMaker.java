package io.laserstreams.scoring.join;

import static java.util.Comparator.comparingInt;

import io.laserstreams.schema.FloatLists;
import io.laserstreams.schema.KnowledgeVector;
import io.laserstreams.schema.SampleCandidate;
import io.laserstreams.schema.ServedFeatures;
import io.laserstreams.schema.TrainingSample;
import io.laserstreams.schema.WindowClose;
import io.laserstreams.scoring.user.StoredVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes a training sample of a served slate and the feedback on its candidates. */
final class SampleMaker {
  private final double ratingAbove;

  SampleMaker(double ratingAbove) {
    this.ratingAbove = ratingAbove;
  }

  /** The sample of the candidates that were shown; empty if none was. */
  Optional<TrainingSample> sample(
      ServedSlate slate, Map<String, Feedback> feedback, WindowClose closedBy, long closedAt) {
    List<SampleCandidate> shown = new ArrayList<>(feedback.size());
    for (int rank = 0; rank < slate.candidates().size(); rank++) {
      ServedSlate.Candidate candidate = slate.candidates().get(rank);
      Feedback onCandidate = feedback.get(candidate.itemId());
      if (onCandidate != null) {
        shown.add(shown(candidate, rank, onCandidate));
      }
    }
    if (shown.isEmpty()) {
      return Optional.empty();
    }
    shown.sort(comparingInt(SampleCandidate::getPosition));
    StoredVersion<Map<String, float[]>> knowledge = slate.user().knowledge();
    return Optional.of(
        TrainingSample.newBuilder()
            .setImpressionId(slate.impressionId())
            .setUserId(slate.userId())
            .setEventTime(slate.eventTime())
            .setModelVersion(slate.modelVersion())
            .setProfile(slate.user().profile())
            .setContext(slate.context())
            .setHistory(slate.user().history())
            .setUserKnowledgePosition(knowledge == null ? null : (Long) knowledge.position())
            .setUserVectors(knowledge == null ? List.of() : vectors(knowledge.value()))
            .setFeatures(features(slate.features()))
            .setCandidates(shown)
            .setClosedBy(closedBy)
            .setClosedAt(closedAt)
            .build());
  }

  private SampleCandidate shown(ServedSlate.Candidate candidate, int rank, Feedback feedback) {
    return SampleCandidate.newBuilder()
        .setItemId(candidate.itemId())
        .setLabel(feedback.label(ratingAbove))
        .setValue(feedback.rated() ? (Float) feedback.value() : null)
        .setPosition(feedback.position() == Feedback.AS_RANKED ? rank : feedback.position())
        .setLogit((double) candidate.logit())
        .setPropensity(candidate.propensity())
        .setKnowledgePosition(candidate.knowledgePosition())
        .setFeatures(FloatLists.of(candidate.features()))
        .build();
  }

  private static @Nullable ServedFeatures features(ServedSlate.@Nullable Features features) {
    return features == null
        ? null
        : ServedFeatures.newBuilder()
            .setOfUser(features.userNames())
            .setUserValues(FloatLists.of(features.userValues()))
            .setOfCandidates(features.candidateNames())
            .setUserPosition(features.source().userPosition())
            .setItemEpoch(features.source().itemEpoch())
            .setItemInteractions(features.source().itemInteractions())
            .setBasis(features.source().factors())
            .build();
  }

  private static List<KnowledgeVector> vectors(Map<String, float[]> knowledge) {
    List<KnowledgeVector> vectors = new ArrayList<>(knowledge.size());
    knowledge.forEach(
        (encoder, vector) -> vectors.add(new KnowledgeVector(encoder, FloatLists.of(vector))));
    return vectors;
  }
}
