package io.laserstreams.tools.replay;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a replay left behind.
 *
 * @param from first impression that offline evaluation compared
 * @param played how many were played
 * @param offlineLogits by impression; null without a pinned model
 */
record ReplayResult(
    ReplayPlan tape,
    int from,
    int played,
    ScoreCheck check,
    OnlineResult online,
    @Nullable Map<String, double[]> offlineLogits) {}
