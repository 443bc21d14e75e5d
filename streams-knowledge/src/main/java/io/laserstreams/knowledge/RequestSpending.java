package io.laserstreams.knowledge;

import static java.util.Objects.requireNonNull;

import io.laserstreams.knowledge.budget.Cost;
import io.laserstreams.knowledge.budget.TokenBudget;
import io.laserstreams.knowledge.budget.TokenEstimate;
import io.laserstreams.knowledge.metrics.BudgetMetrics;
import io.laserstreams.knowledge.request.RequestId;
import io.laserstreams.schema.KnowledgeAnswer;
import io.laserstreams.schema.KnowledgeRequest;
import io.laserstreams.schema.Provenance;
import io.laserstreams.schema.SubjectKind;

/**
 * Charges one task's budget: each first attempt with its estimate, each answer with what it cost
 * more or less. A repeated request is charged when it is answered, so that an outage of the workers
 * costs nothing.
 */
public final class RequestSpending {
  private final TokenBudget budget;
  private final TokenEstimate estimate = new TokenEstimate();
  private final BudgetMetrics metrics;

  public RequestSpending(TokenBudget budget, BudgetMetrics metrics) {
    this.budget = requireNonNull(budget, "budget is null");
    this.metrics = requireNonNull(metrics, "metrics is null");
  }

  boolean isLimited() {
    return budget.isLimited();
  }

  boolean allows(SubjectKind kind, long now) {
    return budget.allows(kind, now);
  }

  /** Charges a request; returns what it is expected to cost. */
  Cost charge(KnowledgeRequest request) {
    Cost cost = estimate.of(request);
    if (request.getAttempt() == 1) {
      budget.spend(request.getSubjectKind(), (double) cost.charged());
    }
    return cost;
  }

  /** The answer to the request in flight, which was charged. */
  void settle(KnowledgeAnswer answer, Cost cost) {
    if (isPaidElsewhere(answer)) {
      return;
    }
    long measured = measured(answer);
    SubjectKind kind = answer.getSubjectKind();
    if (measured > 0) {
      budget.spend(kind, (double) (measured - cost.charged()));
      estimate.learn(kind, cost, measured);
    }
    metrics.spent(kind, measured > 0 ? measured : cost.charged(), measured > 0);
  }

  /** An answer to no request in flight: what it cost was not charged before. */
  void settle(KnowledgeAnswer answer) {
    if (isPaidElsewhere(answer)) {
      return;
    }
    long measured = measured(answer);
    budget.spend(answer.getSubjectKind(), (double) measured);
    metrics.spent(answer.getSubjectKind(), measured, true);
  }

  private static boolean isPaidElsewhere(KnowledgeAnswer answer) {
    return RequestId.isImport(answer.getRequestId());
  }

  private static long measured(KnowledgeAnswer answer) {
    Provenance provenance = answer.getProvenance();
    return Math.max(0, provenance.getPromptTokens())
        + Math.max(0, provenance.getCompletionTokens());
  }
}
