package io.laserstreams.tools.reproduce;

import static java.util.Objects.requireNonNull;

import io.laserstreams.learning.reproduce.Cost;
import io.laserstreams.learning.reproduce.FeatureReading;
import io.laserstreams.learning.reproduce.FeatureSet;
import io.laserstreams.learning.reproduce.ReproductionListener;
import io.laserstreams.learning.reproduce.ResultRow;
import io.laserstreams.learning.reproduce.SearchRow;
import io.laserstreams.learning.streaming.FeatureChoice;
import io.laserstreams.learning.tuning.Point;
import io.laserstreams.tools.output.Progress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;

/**
 * Prints the estimated cost and the results of a reproduction, and shows its progress and the time
 * left.
 */
final class ReproductionProgress implements ReproductionListener, AutoCloseable {
  private final PrintWriter out;
  private final Progress bar = Progress.of("reproduce", "s", 1);

  ReproductionProgress(PrintWriter out) {
    this.out = requireNonNull(out, "out is null");
  }

  @Override
  public void planned(List<Cost> costs) {
    double seconds = costs.stream().mapToDouble(Cost::seconds).sum();
    int trainings = costs.stream().mapToInt(Cost::trainings).sum();
    out.println("%,d trainings, about %s on this machine:".formatted(trainings, text(seconds)));
    costs.forEach(
        cost ->
            out.println(
                "  %-60s %4d trainings  %12s (%s)"
                    .formatted(
                        cost.what(),
                        cost.trainings(),
                        text(cost.seconds()),
                        cost.measured() ? "from finished rows" : "estimated")));
    out.flush();
  }

  @Override
  public void progressed(double done, double all, String now) {
    bar.at((long) done, Math.max(1, (long) Math.ceil(all)));
    bar.note(now);
  }

  @Override
  public void computing(String what, double share) {
    bar.note("%s, %.0f %%".formatted(what, 100 * share));
  }

  @Override
  public void searched(SearchRow row) {
    out.println(
        "%s, knowledge %s, %s: validation AUC %.5f"
            .formatted(
                row.settings().label().model(),
                row.settings().label().knowledge(),
                Point.of(row.settings().plan()),
                row.validation().auc()));
    out.flush();
  }

  @Override
  public void selected(FeatureSet set, Point point, List<String> edges) {
    out.println("%s: chosen %s".formatted(set, point));
    edges.forEach(edge -> out.println("  Hint: " + edge));
    out.flush();
  }

  @Override
  public void finished(ResultRow row) {
    out.println(
        ("%s, knowledge %s, adapter %s%s, fraction %s, seed %d: validation AUC %.5f, test AUC %.5f,"
                + " log loss %.5f, %.0f s")
            .formatted(
                row.label().model(),
                row.label().knowledge(),
                row.label().adapter(),
                features(row.reading()),
                row.fraction(),
                row.seed(),
                row.validation().auc(),
                row.test().auc().value(),
                row.test().logLoss(),
                row.effort().trainSeconds()));
    out.flush();
  }

  private static String features(FeatureReading reading) {
    return reading.features().equals(FeatureChoice.NONE) ? "" : ", features " + reading;
  }

  private static String text(double seconds) {
    Duration duration = Duration.ofSeconds(Math.round(seconds));
    return duration.toHours() > 0
        ? "%d h %02d min".formatted(duration.toHours(), duration.toMinutesPart())
        : "%d min %02d s".formatted(duration.toMinutesPart(), duration.toSecondsPart());
  }

  @Override
  public void close() {
    bar.close();
  }
}
