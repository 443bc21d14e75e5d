package io.laserstreams.tools.knowledge;

import static java.util.Objects.requireNonNull;

import io.laserstreams.knowledge.metrics.BudgetMetrics;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.schema.SubjectKind;
import io.laserstreams.tools.client.AppEndpoint;
import io.laserstreams.tools.client.MetricsText;
import io.laserstreams.tools.output.JsonFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Says what a living system's knowledge waits for and what it has cost. */
public final class KnowledgeReport {
  private static final String ROW = "  %-12s %12s %12s %12s";
  private static final long MINUTE = 60;
  private static final long HOUR = 60 * MINUTE;

  private final ReportOptions options;
  private final PrintWriter out;

  public KnowledgeReport(ReportOptions options, PrintWriter out) {
    this.options = requireNonNull(options, "options is null");
    this.out = requireNonNull(out, "out is null");
  }

  /**
   * Prints the report.
   *
   * @throws UserException if an instance does not answer, or is another app
   */
  public void run() throws IOException {
    AppEndpoint endpoint =
        new AppEndpoint(
            "streams-knowledge", "Start it, or name all of its instances with --knowledge");
    List<MetricsText> instances = new ArrayList<>();
    for (URI address : options.addresses()) {
      MetricsText metrics = endpoint.metrics(address);
      if (metrics.samples(BudgetMetrics.WAITING.replace('.', '_')).isEmpty()) {
        throw new UserException(
            "At "
                + address
                + " is no streams-knowledge, or one of an earlier release: name it with"
                + " --knowledge");
      }
      instances.add(metrics);
    }
    List<KindReport> kinds =
        List.of(
            KindReport.of(SubjectKind.USER, instances), KindReport.of(SubjectKind.ITEM, instances));
    out.println("Since streams-knowledge started, at " + addresses());
    kinds.forEach(this::print);
    out.flush();
    if (options.json() != null) {
      JsonFile.write(options.json(), kinds);
    }
  }

  private String addresses() {
    return String.join(", ", options.addresses().stream().map(URI::toString).toList());
  }

  private void print(KindReport kind) {
    out.println();
    out.println(
        "%ss: asked about %s, %s again after a timeout; %s answered, %s in flight, %s given up"
            .formatted(
                kind.kind(),
                number(kind.asked()),
                number(kind.repeated()),
                number(kind.answered()),
                number(kind.inFlight()),
                number(kind.givenUp())));
    out.println(ROW.formatted("reason", "due", "postponed", "waiting now"));
    for (KindReport.Reason reason : kind.reasons()) {
      out.println(
          ROW.formatted(
              reason.reason(),
              number(reason.due()),
              number(reason.postponed()),
              number(reason.waiting())));
    }
    out.println(
        "  oldest in flight %s, longest waiting %s; on average %s to an answer, %s in the queue"
            .formatted(
                time(kind.oldestQuestionSeconds()),
                time(kind.oldestWaitingSeconds()),
                time(kind.answerSeconds()),
                time(kind.waitSeconds())));
    out.println(
        "  tokens of answers: %s measured, %s estimated; may be spent now: %s"
            .formatted(
                number(kind.measuredTokens()),
                number(kind.estimatedTokens()),
                number(Math.round(kind.balance()))));
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String time(double seconds) {
    if (Double.isNaN(seconds)) {
      return "–";
    }
    Duration duration = Duration.ofMillis(Math.round(1_000 * seconds));
    return seconds < MINUTE
        ? String.format(Locale.ROOT, "%.1f s", seconds)
        : seconds < HOUR
            ? "%d min %d s".formatted(duration.toMinutes(), duration.toSecondsPart())
            : "%d h %d min".formatted(duration.toHours(), duration.toMinutesPart());
  }
}
