package io.laserstreams.tools.knowledge;

import io.laserstreams.knowledge.metrics.BudgetMetrics;
import io.laserstreams.knowledge.metrics.KnowledgeMetrics;
import io.laserstreams.knowledge.subject.RefreshReason;
import io.laserstreams.runtime.metrics.EnumCounters;
import io.laserstreams.schema.SubjectKind;
import io.laserstreams.tools.client.MetricsText;
import io.laserstreams.tools.client.MetricsText.Sample;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * What instances of streams-knowledge measure about users or items, together; scripts read it, so
 * names do not change. Counts are since the instances started.
 *
 * @param kind user or item
 * @param reasons what is due and waits, by reason
 * @param asked requests, without repetitions
 * @param repeated requests after a timeout
 * @param answered answers that became knowledge
 * @param givenUp requests without an answer after the last attempt
 * @param inFlight requests that are not answered yet
 * @param oldestQuestionSeconds age of the oldest of them
 * @param oldestWaitingSeconds for how long the longest waiting subject has been due
 * @param answerSeconds from request to knowledge, on average; NaN without any, null in JSON
 * @param waitSeconds from due to request of those that waited, likewise
 * @param measuredTokens of answers that say what they cost
 * @param estimatedTokens of the others
 * @param balance tokens that may be spent now; 0 without a budget
 */
record KindReport(
    String kind,
    List<Reason> reasons,
    long asked,
    long repeated,
    long answered,
    long givenUp,
    long inFlight,
    double oldestQuestionSeconds,
    double oldestWaitingSeconds,
    double answerSeconds,
    double waitSeconds,
    long measuredTokens,
    long estimatedTokens,
    double balance) {
  /**
   * @param reason why knowledge is due
   * @param due how often
   * @param postponed how often the budget was used up then
   * @param waiting subjects that wait now
   */
  record Reason(String reason, long due, long postponed, long waiting) {}

  static KindReport of(SubjectKind kind, List<MetricsText> instances) {
    return new Reader(EnumCounters.lowerCase(kind), instances).report(RefreshReason.of(kind));
  }

  private record Reader(String kind, List<MetricsText> instances) {
    KindReport report(Iterable<RefreshReason> all) {
      List<Reason> reasons = new ArrayList<>();
      for (RefreshReason reason : all) {
        String word = reason.word();
        reasons.add(
            new Reason(
                word,
                count(BudgetMetrics.DUE, BudgetMetrics.REASON, word),
                count(BudgetMetrics.POSTPONED, BudgetMetrics.REASON, word),
                (long) gauges(BudgetMetrics.WAITING, Map.of(BudgetMetrics.REASON, word)).sum()));
      }
      return new KindReport(
          kind,
          reasons,
          count(KnowledgeMetrics.REQUESTS, "attempt", "first"),
          count(KnowledgeMetrics.REQUESTS, "attempt", "retry"),
          count(KnowledgeMetrics.ACCEPTED),
          count(KnowledgeMetrics.ABANDONED),
          (long) gauges(KnowledgeMetrics.IN_FLIGHT, Map.of()).sum(),
          gauges(KnowledgeMetrics.OLDEST_QUESTION, Map.of()).max().orElse(0),
          gauges(BudgetMetrics.OLDEST_WAITING, Map.of()).max().orElse(0),
          mean(KnowledgeMetrics.ANSWER_TIME),
          mean(BudgetMetrics.WAIT_TIME),
          count(BudgetMetrics.TOKENS, "measured", "true"),
          count(BudgetMetrics.TOKENS, "measured", "false"),
          gauges(BudgetMetrics.BALANCE, Map.of()).sum());
    }

    private long count(String meter) {
      return (long) values(meter, "_total", Map.of()).sum();
    }

    private long count(String meter, String label, String value) {
      return (long) values(meter, "_total", Map.of(label, value)).sum();
    }

    private DoubleStream gauges(String meter, Map<String, String> labels) {
      return values(meter, "", labels);
    }

    private double mean(String timer) {
      return values(timer, "_seconds_sum", Map.of()).sum()
          / values(timer, "_seconds_count", Map.of()).sum();
    }

    private DoubleStream values(String meter, String suffix, Map<String, String> labels) {
      Map<String, String> wanted = new HashMap<>(labels);
      wanted.put("kind", kind);
      return instances.stream()
          .flatMap(instance -> instance.samples(meter.replace('.', '_') + suffix).stream())
          .filter(sample -> sample.has(wanted))
          .mapToDouble(Sample::value);
    }
  }
}
