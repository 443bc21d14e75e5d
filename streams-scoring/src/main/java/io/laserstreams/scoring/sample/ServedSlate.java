package io.laserstreams.scoring.sample;

import io.laserstreams.runtime.state.StateReader;
import io.laserstreams.runtime.state.StateWriter;
import io.laserstreams.schema.SampleEvent;
import io.laserstreams.scoring.user.StoredVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A slate with the features that its score used, kept until its attribution window closes.
 *
 * <p>Space: 9 bytes and the id for an event of the history, 4 bytes a dimension for the vectors, 20
 * bytes and the id for a candidate: some 4 KB for a history of 50, one vector of 384 and 20
 * candidates. Streaming features add their names, and 4 bytes a feature and candidate.
 *
 * @param modelVersion null without a model
 * @param history oldest first
 * @param knowledge the user's vectors by encoder id, or null
 * @param features streaming features, null where none were computed
 * @param candidates by rank
 */
public record ServedSlate(
    String impressionId,
    String userId,
    long eventTime,
    String modelVersion,
    Map<String, String> profile,
    Map<String, String> context,
    List<SampleEvent> history,
    StoredVersion<Map<String, float[]>> knowledge,
    Features features,
    List<Candidate> candidates) {
  private static final int LAYOUT = 3;
  private static final int WITHOUT_ITEM_INTERACTIONS = 2;
  private static final int WITHOUT_FEATURES = 1;
  private static final int EVENT_BYTES = 2 + Float.BYTES;
  private static final int CANDIDATE_BYTES = 2 + Float.BYTES + Double.BYTES;

  /**
   * @param propensity probability with which the item was given its rank
   * @param knowledgePosition position of the item knowledge that was used, or null
   * @param features streaming features, empty where none were computed
   */
  public record Candidate(
      String itemId, float logit, double propensity, Long knowledgePosition, float[] features) {}

  /**
   * Streaming features of the slate, those of its candidates aside.
   *
   * @param ofUser names of the user's features
   * @param userValues these features
   * @param ofCandidates names of the candidates' features
   * @param userPosition how many of the user's interactions had been applied
   * @param itemEpoch item statistics are of the epochs before this one
   * @param itemInteractions how many interactions these had counted, -1 where that was not logged
   * @param basis version of the fit that they were seen through
   */
  public record Features(
      List<String> ofUser,
      float[] userValues,
      List<String> ofCandidates,
      long userPosition,
      long itemEpoch,
      long itemInteractions,
      long basis) {}

  byte[] encode() {
    StateWriter out =
        new StateWriter(LAYOUT)
            .text(impressionId)
            .text(userId)
            .number(eventTime)
            .optionalText(modelVersion)
            .fields(profile)
            .fields(context);
    out.number(history.size());
    for (SampleEvent event : history) {
      out.text(event.getItemId())
          .real(event.getValue() == null ? Float.NaN : event.getValue())
          .number(event.getEventTime());
    }
    out.flag(knowledge != null);
    if (knowledge != null) {
      out.number(knowledge.position()).number(knowledge.basedOn()).vectors(knowledge.value());
    }
    out.flag(features != null);
    if (features != null) {
      out.texts(features.ofUser())
          .vector(features.userValues())
          .texts(features.ofCandidates())
          .number(features.userPosition())
          .number(features.itemEpoch())
          .number(features.itemInteractions())
          .number(features.basis());
    }
    out.number(candidates.size());
    for (Candidate candidate : candidates) {
      out.text(candidate.itemId())
          .real(candidate.logit())
          .real(candidate.propensity())
          .optionalNumber(candidate.knowledgePosition())
          .vector(candidate.features());
    }
    return out.toBytes();
  }

  static ServedSlate decode(byte[] state) {
    StateReader in = new StateReader(state, LAYOUT, "a served slate");
    return new ServedSlate(
        in.text(),
        in.text(),
        in.number(),
        in.optionalText(),
        in.fields(),
        in.fields(),
        history(in),
        knowledge(in),
        features(in),
        candidates(in));
  }

  private static List<SampleEvent> history(StateReader in) {
    int count = in.size(EVENT_BYTES);
    List<SampleEvent> history = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      String itemId = in.text();
      float value = in.real();
      history.add(new SampleEvent(itemId, Float.isNaN(value) ? null : value, in.number()));
    }
    return history;
  }

  private static StoredVersion<Map<String, float[]>> knowledge(StateReader in) {
    return in.flag() ? new StoredVersion<>(in.number(), in.number(), in.vectors()) : null;
  }

  private static Features features(StateReader in) {
    return in.version() > WITHOUT_FEATURES && in.flag()
        ? new Features(
            in.texts(),
            in.vector(),
            in.texts(),
            in.number(),
            in.number(),
            in.version() > WITHOUT_ITEM_INTERACTIONS ? in.number() : -1,
            in.number())
        : null;
  }

  private static List<Candidate> candidates(StateReader in) {
    int count = in.size(CANDIDATE_BYTES);
    List<Candidate> candidates = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      candidates.add(
          new Candidate(
              in.text(),
              in.real(),
              in.longReal(),
              in.optionalNumber(),
              in.version() > WITHOUT_FEATURES ? in.vector() : new float[0]));
    }
    return candidates;
  }
}
