package io.laserstreams.schema.rule;

import static java.util.Objects.requireNonNull;

import io.laserstreams.schema.Impression;
import io.laserstreams.schema.Interaction;
import io.laserstreams.schema.Item;
import io.laserstreams.schema.Knowledge;
import io.laserstreams.schema.User;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Judges records before they change anything. Each method tells the first thing that is wrong, or
 * nothing; {@code now} is the wall clock's time in milliseconds since the epoch. A tombstone of an
 * item or a user is never wrong: whatever was stored can be deleted.
 *
 * <p>What a record does not say itself, such as the partition it lies on, is for its reader to
 * judge.
 */
public final class RecordRules {
  /** Longest id, in characters; it bounds keys and samples. */
  public static final int LONGEST_ID = 512;

  /** Most distinct candidates of a slate. */
  public static final int MOST_CANDIDATES = 1_000;

  private static final int MOST_CONTEXT_FIELDS = 64;
  private static final int LONGEST_CONTEXT = 8_192;
  private static final int SAID_OF_AN_ID = 60;

  private final EventTimeBounds times;

  public RecordRules(EventTimeBounds times) {
    this.times = requireNonNull(times, "times is null");
  }

  public Optional<Violation> of(String key, Interaction interaction, long now) {
    if (interaction == null) {
      return noValue("interactions; to take one back, send a RETRACTION");
    }
    return key(key, "userId", interaction.getUserId())
        .or(() -> id("interactionId", interaction.getInteractionId()))
        .or(() -> id("itemId", interaction.getItemId()))
        .or(() -> times.ofEvent("eventTime", interaction.getEventTime(), now))
        .or(() -> act(interaction))
        .map(violation -> violation.of("Interaction " + said(interaction.getInteractionId())));
  }

  public Optional<Violation> of(String key, Impression impression, long now) {
    if (impression == null) {
      return noValue("impressions");
    }
    return key(key, "userId", impression.getUserId())
        .or(() -> id("impressionId", impression.getImpressionId()))
        .or(() -> times.ofEvent("eventTime", impression.getEventTime(), now))
        .or(() -> candidates(impression.getCandidates()))
        .or(() -> context(impression.getContext()))
        .map(violation -> violation.of("Impression " + said(impression.getImpressionId())));
  }

  /**
   * @param item null for a tombstone
   */
  public Optional<Violation> of(String key, Item item, long now) {
    return item == null
        ? Optional.empty()
        : key(key, "itemId", item.getItemId())
            .or(() -> times.ofVersion("updatedAt", item.getUpdatedAt(), now))
            .map(violation -> violation.of("Item " + said(item.getItemId())));
  }

  /**
   * @param user null for a tombstone
   */
  public Optional<Violation> of(String key, User user, long now) {
    return user == null
        ? Optional.empty()
        : key(key, "userId", user.getUserId())
            .or(() -> times.ofVersion("updatedAt", user.getUpdatedAt(), now))
            .map(violation -> violation.of("User " + said(user.getUserId())));
  }

  /**
   * Judges what was made of records that were let in by the bounds of their time, so that only the
   * future and 1970 bound it.
   *
   * @param knowledge null for a tombstone
   */
  public Optional<Violation> of(String key, Knowledge knowledge, long now) {
    return knowledge == null
        ? Optional.empty()
        : key(key, "subjectId", knowledge.getSubjectId())
            .or(
                () ->
                    new EventTimeBounds(0, times.maxAhead())
                        .ofEvent("basedOnEventTime", knowledge.getBasedOnEventTime(), now))
            .map(violation -> violation.of("Knowledge of " + said(knowledge.getSubjectId())));
  }

  private static Optional<Violation> noValue(String where) {
    return Optional.of(
        new Violation(
            "no-value",
            "value",
            "it has no value; tombstones mean nothing on the topic of " + where));
  }

  private static Optional<Violation> key(String key, String field, String id) {
    return id.equals(key)
        ? id(field, id)
        : Optional.of(
            new Violation(
                "wrong-key",
                field,
                field
                    + " is "
                    + said(id)
                    + " but the record's key is "
                    + said(key)
                    + "; the key must be the id"));
  }

  private static Optional<Violation> id(String field, String id) {
    if (id.isEmpty() || id.length() > LONGEST_ID) {
      return Optional.of(
          new Violation(
              "bad-id",
              field,
              field
                  + " "
                  + said(id)
                  + " has "
                  + id.length()
                  + " characters; ids have 1 to "
                  + LONGEST_ID));
    }
    if (Character.isWhitespace(id.charAt(0))
        || Character.isWhitespace(id.charAt(id.length() - 1))) {
      return Optional.of(
          new Violation(
              "bad-id",
              field,
              field
                  + " "
                  + said(id)
                  + " begins or ends with white space; take it off, as is done with ids in files"));
    }
    return Optional.empty();
  }

  private static Optional<Violation> act(Interaction interaction) {
    return switch (interaction.getKind()) {
      case RATING, RATING_CHANGE ->
          interaction.getValue() != null && Float.isFinite(interaction.getValue())
              ? Optional.empty()
              : Optional.of(
                  new Violation(
                      "no-rating-value",
                      "value",
                      interaction.getKind()
                          + " has the value "
                          + interaction.getValue()
                          + "; it needs a finite number"));
      case SHOWN ->
          interaction.getPosition() == null || interaction.getPosition() >= 0
              ? Optional.empty()
              : Optional.of(
                  new Violation(
                      "negative-position",
                      "position",
                      "position is " + interaction.getPosition() + "; 0 is the top"));
      case UNKNOWN ->
          Optional.of(
              new Violation(
                  "unknown-kind",
                  "kind",
                  "kind is none that this version knows; replay it after the upgrade"));
      case CLICK, RETRACTION -> Optional.empty();
    };
  }

  private static Optional<Violation> candidates(List<String> candidates) {
    if (candidates.size() > MOST_CANDIDATES) {
      int distinct = new HashSet<>(candidates).size();
      if (distinct > MOST_CANDIDATES) {
        return Optional.of(
            new Violation(
                "too-many-candidates",
                "candidates",
                "there are "
                    + distinct
                    + " distinct candidates; at most "
                    + MOST_CANDIDATES
                    + " are scored in one slate. Ask for them in several impressions"));
      }
    }
    for (String candidate : candidates) {
      Optional<Violation> violation = id("candidates", candidate);
      if (violation.isPresent()) {
        return violation;
      }
    }
    return Optional.empty();
  }

  private static Optional<Violation> context(Map<String, String> context) {
    int size = 0;
    for (Map.Entry<String, String> field : context.entrySet()) {
      size += field.getKey().length() + field.getValue().length();
    }
    return context.size() <= MOST_CONTEXT_FIELDS && size <= LONGEST_CONTEXT
        ? Optional.empty()
        : Optional.of(
            new Violation(
                "context-too-large",
                "context",
                "context has "
                    + context.size()
                    + " fields of "
                    + size
                    + " characters together; at most "
                    + MOST_CONTEXT_FIELDS
                    + " of "
                    + LONGEST_CONTEXT
                    + " are kept"));
  }

  private static String said(String id) {
    if (id == null) {
      return "missing";
    }
    return id.length() <= SAID_OF_AN_ID
        ? "'" + id + "'"
        : "'" + id.substring(0, SAID_OF_AN_ID) + "…'";
  }
}
