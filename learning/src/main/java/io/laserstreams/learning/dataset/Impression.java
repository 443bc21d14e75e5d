package io.laserstreams.learning.dataset;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;

/**
 * Items that were shown to a user together, and a millisecond later the user's interactions with
 * them.
 *
 * @param dataset its name, with which ids begin
 * @param userId who
 * @param number how many impressions the user had before
 * @param earlier how many interactions the user had before
 * @param time when the data say it was, milliseconds since the epoch
 * @param eventTime when it is played: not before {@code time}, and at least two milliseconds after
 *     the user's impression before
 * @param context circumstances by name
 * @param candidates what was shown, at least one
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

  /** The same wherever the dataset is played. */
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
