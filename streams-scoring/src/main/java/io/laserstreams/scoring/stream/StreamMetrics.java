package io.laserstreams.scoring.stream;

import io.laserstreams.crm.history.AppendResult;
import io.laserstreams.runtime.metrics.EnumCounters;
import io.laserstreams.runtime.metrics.SharedMeters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** The meters of the processors, apart from those of slates and samples. */
final class StreamMetrics {
  final EnumCounters<AppendResult> history;
  final Counter lateEvents;
  final Counter expiredUsers;
  final Counter duplicateImpressions;
  final Counter staleProfiles;
  final Counter staleKnowledge;

  StreamMetrics(MeterRegistry registry) {
    history = SharedMeters.historyInteractions(registry, AppendResult.class);
    lateEvents =
        Counter.builder("laser.late.events")
            .description(
                "Interactions older than the user's newest scored impression, whose score they"
                    + " would have changed")
            .register(registry);
    expiredUsers =
        Counter.builder("laser.features.users.expired")
            .description(
                "Users whose feature state was deleted because they were idle for longer than"
                    + " features.user.idle.max.ms")
            .register(registry);
    duplicateImpressions =
        Counter.builder("laser.duplicate.impressions")
            .description("Impressions that were scored before: no second score")
            .register(registry);
    staleProfiles = SharedMeters.staleVersions(registry, "profile");
    staleKnowledge = SharedMeters.staleVersions(registry, "knowledge");
  }
}
