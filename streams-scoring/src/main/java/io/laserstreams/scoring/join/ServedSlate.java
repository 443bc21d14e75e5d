package io.laserstreams.scoring.join;

import io.laserstreams.runtime.state.StateReader;
import io.laserstreams.runtime.state.StateWriter;
import io.laserstreams.schema.SampleEvent;
import io.laserstreams.scoring.features.FeatureSource;
import io.laserstreams.scoring.user.StoredVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A slate with the features that its score used, kept until its attribution window closes.
 *
 * <p>Space: 9 bytes and the id per event of the history, 2 bytes per dimension of the vectors, 20
 * bytes and the id per candidate: some 2 KB for a history of 50, one vector of 384 and 20
 * candidates. Streaming features add 4 bytes per feature and candidate.
 *
 * @param modelVersion null without a model
 * @param features streaming features, null if none were computed
 * @param candidates by rank
 */
public record ServedSlate(
    String impressionId,
    String userId,
    long eventTime,
    Map<String, String> context,
    User user,
    @Nullable String modelVersion,
    @Nullable Features features,
    List<Candidate> candidates) {
  private static final int EVENT_BYTES = 2 + Float.BYTES;
  private static final int CANDIDATE_BYTES = 2 + Float.BYTES + Double.BYTES;

  /**
   * What was known about the user.
   *
   * @param history oldest first
   * @param knowledge vectors by encoder id, null if absent
   */
  public record User(
      Map<String, String> profile,
      List<SampleEvent> history,
      @Nullable StoredVersion<Map<String, float[]>> knowledge) {}

  /**
   * One candidate as served.
   *
   * @param propensity probability with which the item was given its rank
   * @param knowledgePosition position of the item knowledge that was used, null if none
   * @param features streaming features, empty if none were computed
   */
  public record Candidate(
      String itemId,
      float logit,
      double propensity,
      @Nullable Long knowledgePosition,
      float[] features) {}

  /**
   * Streaming features of the slate, except for the values of its candidates.
   *
   * @param userNames names of the user's features
   * @param userValues values of the user's features
   * @param candidateNames names of the candidates' features
   * @param source what they were computed from
   */
  public record Features(
      List<String> userNames,
      float[] userValues,
      List<String> candidateNames,
      FeatureSource source) {}

  void write(StateWriter out, FeatureNames names) {
    out.text(impressionId)
        .text(userId)
        .number(eventTime)
        .optionalText(modelVersion)
        .fields(user.profile())
        .fields(context);
    write(user.history(), out);
    StoredVersion<Map<String, float[]>> knowledge = user.knowledge();
    out.flag(knowledge != null);
    if (knowledge != null) {
      out.number(knowledge.position()).number(knowledge.basedOn()).vectors(knowledge.value());
    }
    out.flag(features != null);
    if (features != null) {
      write(features, out, names);
    }
    out.number(candidates.size());
    for (Candidate candidate : candidates) {
      out.text(candidate.itemId())
          .real(candidate.logit())
          .real(candidate.propensity())
          .optionalNumber(candidate.knowledgePosition())
          .vector(candidate.features());
    }
  }

  private static void write(List<SampleEvent> history, StateWriter out) {
    out.number(history.size());
    for (SampleEvent event : history) {
      out.text(event.getItemId())
          .real(event.getValue() == null ? Float.NaN : event.getValue())
          .number(event.getEventTime());
    }
  }

  private static void write(Features features, StateWriter out, FeatureNames names) {
    out.number(names.hashOf(features.userNames()))
        .vector(features.userValues())
        .number(names.hashOf(features.candidateNames()))
        .number(features.source().userPosition())
        .number(features.source().itemEpoch())
        .number(features.source().itemInteractions())
        .number(features.source().factors());
  }

  static ServedSlate read(StateReader in, FeatureNames names) {
    String impressionId = in.text();
    String userId = in.text();
    long eventTime = in.number();
    String modelVersion = in.optionalText();
    Map<String, String> profile = in.fields();
    Map<String, String> context = in.fields();
    User user = new User(profile, history(in), knowledge(in));
    return new ServedSlate(
        impressionId,
        userId,
        eventTime,
        context,
        user,
        modelVersion,
        features(in, names),
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

  private static @Nullable StoredVersion<Map<String, float[]>> knowledge(StateReader in) {
    return in.flag() ? new StoredVersion<>(in.number(), in.number(), in.vectors()) : null;
  }

  private static @Nullable Features features(StateReader in, FeatureNames names) {
    return in.flag()
        ? new Features(
            names.of(in.number()),
            in.vector(),
            names.of(in.number()),
            new FeatureSource(in.number(), in.number(), in.number(), in.number()))
        : null;
  }

  private static List<Candidate> candidates(StateReader in) {
    int count = in.size(CANDIDATE_BYTES);
    List<Candidate> candidates = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      candidates.add(
          new Candidate(in.text(), in.real(), in.longReal(), in.optionalNumber(), in.vector()));
    }
    return candidates;
  }
}
