package io.laserstreams.tools.replay;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a replay left behind.
 *
 * @param from first impression that offline evaluation scored
 * @param played how many were replayed
 * @param offlineLogits by impression; null without a pinned model
 */
record ReplayResult(
    ReplayPlan plan,
    int from,
    int played,
    ScoreCheck check,
    OnlineResult online,
    @Nullable Map<String, double[]> offlineLogits) {}
