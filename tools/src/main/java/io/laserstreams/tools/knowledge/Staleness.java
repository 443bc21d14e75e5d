package io.laserstreams.tools.knowledge;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How stale knowledge is when it is used. */
final class Staleness {
  private final int bound;
  private final Map<String, OfUser> users = new HashMap<>();
  private long impressions;
  private long fresh;
  private long without;
  private long behind;
  private long compared;
  private double drift;

  private static final class OfUser {
    private long impressions;
    private long fresh;
  }

  /**
   * @param bound knowledge is fresh while fewer events than this are newer
   */
  Staleness(int bound) {
    this.bound = bound;
  }

  /** An impression of a user without knowledge. */
  void without(String userId, long events) {
    without++;
    add(userId, events, false);
  }

  /** An impression of a user whose knowledge does not know so many events. */
  void behind(String userId, long events) {
    add(userId, events, events < bound);
  }

  /** How far the user's taste has moved at an impression. */
  void drifted(double since) {
    compared++;
    drift += since;
  }

  long impressions() {
    return impressions;
  }

  int users() {
    return users.size();
  }

  private void add(String userId, long events, boolean isFresh) {
    OfUser user = users.computeIfAbsent(userId, id -> new OfUser());
    user.impressions++;
    user.fresh += isFresh ? 1 : 0;
    impressions++;
    fresh += isFresh ? 1 : 0;
    behind += events;
  }

  PolicyFigures figures(String policy, long calls, long tokens, double tokensPerHour) {
    double ofUsers =
        users.values().stream()
            .mapToDouble(user -> (double) user.fresh / user.impressions)
            .average()
            .orElse(Double.NaN);
    return new PolicyFigures(
        policy,
        calls,
        tokens,
        tokensPerHour,
        ofUsers,
        (double) fresh / impressions,
        (double) without / impressions,
        (double) behind / impressions,
        drift / compared,
        List.of());
  }
}
