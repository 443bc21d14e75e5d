package io.laserstreams.tools.replay;

import io.laserstreams.tools.output.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The result of a replay for people. */
final class ReplayReport {
  private ReplayReport() {}

  static List<String> text(ReplaySummary summary) {
    ReplaySummary.Quality offline = summary.offline();
    boolean pinned = offline != null;
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(
        summary.dataset()
            + (summary.note() == null ? "" : " (" + summary.note() + ")")
            + " through Kafka, "
            + (pinned
                ? "model " + summary.modelVersion()
                : summary.models() + " models, released meanwhile"));
    lines.add("");
    lines.add(
        String.format(Locale.ROOT, "%-22s %,d (%s)", "Samples", summary.samples(), summary.part()));
    lines.add(
        String.format(Locale.ROOT, "%-22s %s", "From the score topic", figures(summary.online())));
    if (offline != null) {
      lines.add(String.format(Locale.ROOT, "%-22s %s", "Offline", figures(offline)));
      lines.add(
          String.format(
              Locale.ROOT,
              "%-22s %.2e over %,d samples",
              "Largest difference",
              summary.maxLogitDifference(),
              summary.compared()));
    } else {
      lines.add(
          String.format(
              Locale.ROOT,
              "%-22s %,d samples before the first model",
              "Unserved",
              summary.unserved()));
      summary
          .stretches()
          .forEach(
              stretch ->
                  lines.add(
                      String.format(
                          Locale.ROOT,
                          "%-22s %s   %,d samples",
                          String.format(Locale.ROOT, "  up to %,d", stretch.impressions()),
                          figures(new ReplaySummary.Quality(stretch.auc(), stretch.logLoss())),
                          stretch.samples())));
    }
    lines.add(
        String.format(
            Locale.ROOT,
            "%-22s %,d replayed, %,d scores, %d faults",
            "Impressions",
            summary.impressions(),
            summary.scores(),
            summary.faultCount()));
    lines.add(
        String.format(
            Locale.ROOT,
            "%-22s %,.0f events/s for %.0f s, %d impressions in flight",
            "Throughput",
            summary.eventsPerSecond(),
            summary.seconds(),
            summary.inFlight()));
    lines.add(
        String.format(
            Locale.ROOT,
            "%-22s p50 %.0f ms, p99 %.0f ms from impression sent to score received",
            "Latency",
            summary.latencyMillis().p50(),
            summary.latencyMillis().p99()));
    lines.add(
        String.format(Locale.ROOT, "%-22s %,d items", "Knowledge", summary.knowledgeRecords()));
    lines.add(String.format(Locale.ROOT, "%-22s %d", "Dead letters", summary.deadLetters()));
    if (summary.epochs() > 0) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%-22s %,d with ratings, waited %.0f s for their item statistics",
              "Epochs",
              summary.epochs(),
              summary.epochWaitSeconds()));
    }
    if (summary.featuresDiff() != null) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%-22s %,d values of %,d samples computed again, %,d differ, at most by %.2e; %,d"
                  + " samples excluded",
              "Streaming features",
              summary.featuresDiff().values(),
              summary.featuresDiff().samples(),
              summary.featuresDiff().differing(),
              summary.featuresDiff().largest(),
              summary.featuresDiff().apart()));
    }
    if (!summary.faults().isEmpty()) {
      lines.add("");
      lines.add("The replay does not hold:");
      summary.faults().forEach(fault -> lines.add("  " + fault));
    }
    return lines;
  }

  private static String figures(ReplaySummary.Quality quality) {
    String auc =
        Double.isNaN(quality.auc())
            ? "no AUC: all of one class"
            : "AUC " + Figures.of(quality.auc());
    return auc + "   log loss " + Figures.of(quality.logLoss());
  }
}
