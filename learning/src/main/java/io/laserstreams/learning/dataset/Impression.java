package io.laserstreams.learning.dataset;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;

/**
 * Items shown to a user together, and the user's interactions with them a millisecond later.
 *
 * @param dataset its name, the prefix of ids
 * @param userId the user
 * @param number of the user's earlier impressions
 * @param earlier number of the user's earlier interactions
 * @param time in the data, milliseconds since the epoch
 * @param eventTime at which it is played: not before {@code time}, and at least two milliseconds
 *     after the user's previous impression
 * @param context fields by name
 * @param candidates at least one
 * @param isSample whether the protocol counts it as a sample
 */
public record Impression(
    String dataset,
    String userId,
    int number,
    int earlier,
    long time,
    long eventTime,
    Map<String, String> context,
    List<Candidate> candidates,
    boolean isSample) {
  public Impression {
    requireNonNull(userId, "userId is null");
    context = Map.copyOf(context);
    candidates = List.copyOf(candidates);
  }

  /** The same each time the dataset is played. */
  public String id() {
    return dataset + "-" + userId + "-" + number;
  }

  /** Id of the interaction with a candidate, by its index. */
  public String interactionId(int candidate) {
    String kind = Float.isNaN(candidates.get(candidate).value()) ? "-click" : "-rating";
    return candidates.size() == 1 ? id() + kind : id() + kind + "-" + candidate;
  }

  /** Event time of its interactions. */
  public long interactionTime() {
    return eventTime + 1;
  }

  /** How many of the candidates the user interacted with. */
  public int interactions() {
    int interactions = 0;
    for (Candidate candidate : candidates) {
      interactions += candidate.interacted() ? 1 : 0;
    }
    return interactions;
  }
}
