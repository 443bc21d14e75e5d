package io.laserstreams.tools.inspect;

import static java.util.Objects.requireNonNull;

import io.laserstreams.knowledge.KnowledgeConfig;
import io.laserstreams.knowledge.KnowledgeSettings;
import io.laserstreams.schema.Knowledge;
import io.laserstreams.schema.KnowledgeRequest;
import io.laserstreams.schema.Topic;
import io.laserstreams.tools.inspect.Inspection.Asked;
import io.laserstreams.tools.inspect.Inspection.Asked.State;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of the newest request about a subject, and why there is none. */
final class RequestState {
  private static final String TIMEOUT = "knowledge-timeout";

  private final KnowledgeSettings settings;
  private final long now;

  /**
   * @param settings of streams-knowledge
   * @param now milliseconds since the epoch
   */
  RequestState(KnowledgeSettings settings, long now) {
    this.settings = requireNonNull(settings, "settings is null");
    this.now = now;
  }

  /**
   * @param request the newest that its topic still has; null for none
   * @param sentAt record time of the request
   * @param counted interactions of a user
   * @param letters about the subject, oldest first
   */
  Asked of(
      @Nullable KnowledgeRequest request,
      long sentAt,
      @Nullable Knowledge knowledge,
      long counted,
      List<SubjectLog.Stored> letters) {
    if (request == null) {
      return new Asked(State.NOT_ASKED, notAsked(knowledge, counted), null, null, null, null);
    }
    List<SubjectLog.Stored> since =
        letters.stream().filter(stored -> stored.record().timestamp() >= sentAt).toList();
    State state = state(request, knowledge, since);
    return new Asked(
        state,
        explanation(state, request, sentAt, since),
        request.getRequestId(),
        request.getPosition(),
        request.getAttempt(),
        Inspector.time(request.getRequestedAt()));
  }

  private static State state(
      KnowledgeRequest request, @Nullable Knowledge knowledge, List<SubjectLog.Stored> since) {
    if (knowledge != null && knowledge.getPosition() >= request.getPosition()) {
      return State.ANSWERED;
    }
    return since.stream().anyMatch(stored -> stored.letter().reason().equals(TIMEOUT))
        ? State.GIVEN_UP
        : State.IN_FLIGHT;
  }

  private String explanation(
      State state, KnowledgeRequest request, long sentAt, List<SubjectLog.Stored> since) {
    return switch (state) {
      case ANSWERED -> "the knowledge above answers it, or a later one";
      case GIVEN_UP ->
          "given up after %d attempts; it is asked again when something new happens, or with laser"
                  .formatted(request.getAttempt())
              + " dead-letters replay --reason "
              + TIMEOUT;
      default ->
          "in flight for %s, attempt %d of %d%s"
              .formatted(
                  duration(now - sentAt),
                  request.getAttempt(),
                  attempts(),
                  since.isEmpty()
                      ? ""
                      : "; the last dead letter since says "
                          + since.get(since.size() - 1).letter().reason());
    };
  }

  private int attempts() {
    int attempts = 1;
    while (!settings.requests().retry().exhausted(attempts)) {
      attempts++;
    }
    return attempts;
  }

  private String notAsked(@Nullable Knowledge knowledge, long counted) {
    if (knowledge != null) {
      return "none is on the topic any more, which keeps requests for "
          + duration(
              Long.parseLong(
                  requireNonNull(
                      Topic.KNOWLEDGE_REQUESTS.config().get("retention.ms"), "no retention")));
    }
    long needed = settings.refresh().coldStartEvents();
    return counted > 0 && counted < needed
        ? "none yet: %d interactions are counted, and it takes %d (%s)"
            .formatted(counted, needed, KnowledgeConfig.COLD_START_EVENTS)
        : "none is on the topic: either streams-knowledge does not run or has not come to it yet,"
            + " it waits for the budget ("
            + KnowledgeConfig.BUDGET_TOKENS
            + "), or the request has expired";
  }

  static String duration(long millis) {
    Duration duration = Duration.ofMillis(Math.max(0, millis));
    if (duration.toDays() > 1) {
      return duration.toDays() + " days";
    }
    if (duration.toHours() > 1) {
      return duration.toHours() + " hours";
    }
    return duration.toMinutes() > 1
        ? duration.toMinutes() + " minutes"
        : duration.toSeconds() + " s";
  }
}
