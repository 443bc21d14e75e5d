package io.laserstreams.tools.inspect;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything about one user or item; scripts read its JSON, so names do not change. Times are in
 * ISO 8601; what is not known is absent.
 *
 * @param kind {@code user} or {@code item}
 * @param profile of a user
 * @param history of a user
 * @param content of an item
 * @param knowledge the accepted knowledge
 * @param request the newest request
 * @param prompt what a language model would be asked now; absent if there is nothing to ask about
 * @param answers workers' answers that the topic still has, accepted or not
 * @param deadLetters about the subject, oldest first
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Inspection(
    String kind,
    String id,
    @Nullable Profile profile,
    @Nullable History history,
    @Nullable Content content,
    @Nullable Written knowledge,
    Asked request,
    @Nullable Question prompt,
    int answers,
    List<Letter> deadLetters) {

  /** A user's profile. */
  record Profile(Map<String, String> fields, String updatedAt) {}

  /**
   * A user's history.
   *
   * @param counted interactions ever counted: the position that knowledge refers to
   * @param newest events that a request carries, oldest first
   */
  record History(long counted, List<Event> newest) {}

  /**
   * An event of a history.
   *
   * @param value the rating; null for a click
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Event(String itemId, String title, @Nullable Float value, String eventTime) {}

  /** An item as its producer last wrote it. */
  record Content(
      String title,
      String text,
      List<String> categories,
      Map<String, String> fields,
      String updatedAt) {}

  /**
   * Accepted knowledge.
   *
   * @param position how much of the subject it is based on
   * @param promptTokens that the language model read, 0 if not counted
   * @param completionTokens that it wrote, 0 if not counted
   * @param acceptedAt when streams-knowledge published it
   * @param ageSeconds since it was written
   */
  record Written(
      long position,
      String basedOnEventTime,
      String text,
      String generator,
      String promptVersion,
      String requestId,
      long promptTokens,
      long completionTokens,
      String generatedAt,
      String acceptedAt,
      long ageSeconds,
      List<Vector> vectors) {}

  /** A vector of a text. */
  record Vector(String encoder, int size, double norm) {}

  /**
   * The newest request that the topic still has.
   *
   * @param state what became of it
   * @param explanation in words
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Asked(
      State state,
      String explanation,
      @Nullable String requestId,
      @Nullable Long position,
      @Nullable Integer attempt,
      @Nullable String requestedAt) {
    /** What became of a request. */
    enum State {
      NOT_ASKED,
      IN_FLIGHT,
      ANSWERED,
      GIVEN_UP
    }
  }

  /** A prompt. */
  record Question(String version, String system, String user) {}

  /**
   * A dead letter.
   *
   * @param id as {@code laser dead-letters} names it
   * @param topic where the bad record came from
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Letter(
      String id,
      String time,
      String app,
      String reason,
      @Nullable String topic,
      @Nullable String message) {}
}
