package io.laserstreams.tools.knowledge;

import java.util.List;

/**
 * What a policy costs and brings; scripts read it, so names do not change. Of impressions those
 * count that are of users who have had enough events for knowledge by the app's default.
 *
 * @param policy its name
 * @param calls requests
 * @param tokens estimated by the app's formula
 * @param tokensPerHour the budget; 0 without one
 * @param freshUsers share of a user's impressions with fresh knowledge, mean over users
 * @param freshImpressions share of all impressions with fresh knowledge
 * @param withoutKnowledge share of impressions of users without any knowledge
 * @param eventsBehind events that the knowledge does not know, mean over impressions; all events of
 *     users without knowledge
 * @param drift of the taste since the knowledge, mean over impressions with knowledge; NaN if there
 *     are no vectors, null in JSON
 * @param auc of a model that reads what was written, by seed; empty if none was trained
 */
record PolicyFigures(
    String policy,
    long calls,
    long tokens,
    double tokensPerHour,
    double freshUsers,
    double freshImpressions,
    double withoutKnowledge,
    double eventsBehind,
    double drift,
    List<PolicyAuc> auc) {
  PolicyFigures {
    auc = List.copyOf(auc);
  }

  /** If nobody is asked about anybody. */
  static PolicyFigures without(String name) {
    return new PolicyFigures(name, 0, 0, 0, 0, 0, 1, Double.NaN, Double.NaN, List.of());
  }

  PolicyFigures with(List<PolicyAuc> measured) {
    return new PolicyFigures(
        policy,
        calls,
        tokens,
        tokensPerHour,
        freshUsers,
        freshImpressions,
        withoutKnowledge,
        eventsBehind,
        drift,
        measured);
  }
}
