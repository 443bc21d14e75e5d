package io.laserstreams.knowledge;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.history.HistoryBounds;
import io.laserstreams.knowledge.answer.AnswerCheck;
import io.laserstreams.knowledge.budget.Priority;
import io.laserstreams.knowledge.policy.RefreshPolicy;
import io.laserstreams.knowledge.policy.RetryPolicy;
import io.laserstreams.knowledge.request.HistorySelection;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.schema.rule.EventTimeBounds;
import java.time.Duration;

/**
 * The configuration of streams-knowledge, see {@link KnowledgeConfig} for its keys.
 *
 * @param app what all apps share
 * @param refresh when knowledge is stale
 * @param requests how knowledge is requested
 * @param budget what requests may cost
 * @param answers which answers are accepted
 * @param history how much of users' histories is kept
 * @param eventTimes which event times are accepted
 * @param maxCatalogItems items whose title and categories are held in memory, at most
 * @param vectors which items' vectors are held in memory
 */
public record KnowledgeSettings(
    AppConfig app,
    RefreshPolicy refresh,
    Requests requests,
    Budget budget,
    AnswerCheck answers,
    HistoryBounds history,
    EventTimeBounds eventTimes,
    int maxCatalogItems,
    Vectors vectors) {
  /**
   * How knowledge is requested.
   *
   * @param retry how long an answer is waited for, and how often a request is repeated
   * @param historyEvents events that a request about a user carries, at most
   * @param selection which, if there are more
   * @param maxInFlight of a kind, of all instances together
   * @param checkInterval how often to check for subjects whose time has come
   */
  public record Requests(
      RetryPolicy retry,
      int historyEvents,
      HistorySelection selection,
      long maxInFlight,
      Duration checkInterval) {
    public Requests {
      requireNonNull(retry, "retry is null");
      requireNonNull(selection, "selection is null");
      requireNonNull(checkInterval, "checkInterval is null");
    }
  }

  /**
   * Which items' vectors are held in memory.
   *
   * @param encoder whose vectors
   * @param maxItems of how many items, at most
   */
  public record Vectors(String encoder, int maxItems) {
    public Vectors {
      requireNonNull(encoder, "encoder is null");
    }
  }

  /**
   * What requests may cost.
   *
   * @param tokensPerHour of all instances together; 0 for no bound
   * @param itemsShare share of requests about items, above 0 and below 1
   * @param priority which users come first
   */
  public record Budget(long tokensPerHour, double itemsShare, Priority priority) {
    public Budget {
      requireNonNull(priority, "priority is null");
    }
  }

  public KnowledgeSettings {
    requireNonNull(app, "app is null");
    requireNonNull(refresh, "refresh is null");
    requireNonNull(requests, "requests is null");
    requireNonNull(budget, "budget is null");
    requireNonNull(answers, "answers is null");
    requireNonNull(history, "history is null");
    requireNonNull(eventTimes, "eventTimes is null");
    requireNonNull(vectors, "vectors is null");
  }

  /** Whether items' vectors are held in memory at all. */
  public boolean readsVectors() {
    return refresh.drift().isOn() || requests.selection() == HistorySelection.DIVERSE;
  }
}
