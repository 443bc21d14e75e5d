package io.laserstreams.tools.knowledge;

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
    double drift) {}
