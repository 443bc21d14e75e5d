package io.laserstreams.schema.rule;

import static java.util.Objects.requireNonNull;

import io.laserstreams.schema.Impression;
import io.laserstreams.schema.Interaction;
import io.laserstreams.schema.Item;
import io.laserstreams.schema.Knowledge;
import io.laserstreams.schema.SubjectKind;
import io.laserstreams.schema.User;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Validates records before they change anything. Each method returns the first violation, empty if
 * the record is valid; {@code now} is the wall clock's time in milliseconds since the epoch. A
 * tombstone of an item, a user or knowledge is always valid: whatever was stored can be deleted.
 *
 * <p>What a record does not contain, such as its partition, is for its reader to check.
 */
public final class RecordRules {
  /** In characters; bounds keys and samples. */
  public static final int MAX_ID_LENGTH = 512;

  /** Distinct candidates of a slate. */
  public static final int MAX_CANDIDATES = 5_000;

  private static final int MAX_CONTEXT_FIELDS = 64;
  private static final int MAX_CONTEXT_LENGTH = 8_192;
  private static final int MAX_QUOTED = 60;

  private final EventTimeBounds times;

  /**
   * Knowledge is derived from records whose times were checked: only 1970 and the future bound it.
   */
  private final EventTimeBounds derivedTimes;

  public RecordRules(EventTimeBounds times) {
    this.times = requireNonNull(times, "times is null");
    this.derivedTimes = new EventTimeBounds(0, times.maxAhead());
  }

  public Optional<Violation> check(
      @Nullable String key, @Nullable Interaction interaction, long now) {
    if (interaction == null) {
      return noValue("interactions; to take one back, send a RETRACTION");
    }
    return key(key, "userId", interaction.getUserId())
        .or(() -> id("interactionId", interaction.getInteractionId()))
        .or(() -> id("itemId", interaction.getItemId()))
        .or(() -> times.checkEvent("eventTime", interaction.getEventTime(), now))
        .or(() -> byKind(interaction))
        .map(violation -> violation.of("Interaction " + quoted(interaction.getInteractionId())));
  }

  public Optional<Violation> check(
      @Nullable String key, @Nullable Impression impression, long now) {
    if (impression == null) {
      return noValue("impressions");
    }
    return key(key, "userId", impression.getUserId())
        .or(() -> id("impressionId", impression.getImpressionId()))
        .or(() -> times.checkEvent("eventTime", impression.getEventTime(), now))
        .or(() -> candidates(impression.getCandidates()))
        .or(() -> context(impression.getContext()))
        .map(violation -> violation.of("Impression " + quoted(impression.getImpressionId())));
  }

  /**
   * @param item null for a tombstone
   */
  public Optional<Violation> check(@Nullable String key, @Nullable Item item, long now) {
    return item == null
        ? Optional.empty()
        : key(key, "itemId", item.getItemId())
            .or(() -> times.checkVersion("updatedAt", item.getUpdatedAt(), now))
            .map(violation -> violation.of("Item " + quoted(item.getItemId())));
  }

  /**
   * @param user null for a tombstone
   */
  public Optional<Violation> check(@Nullable String key, @Nullable User user, long now) {
    return user == null
        ? Optional.empty()
        : key(key, "userId", user.getUserId())
            .or(() -> times.checkVersion("updatedAt", user.getUpdatedAt(), now))
            .map(violation -> violation.of("User " + quoted(user.getUserId())));
  }

  /**
   * @param knowledge null for a tombstone
   * @param subject what the record's topic is about
   */
  public Optional<Violation> check(
      @Nullable String key, @Nullable Knowledge knowledge, SubjectKind subject, long now) {
    return knowledge == null
        ? Optional.empty()
        : key(key, "subjectId", knowledge.getSubjectId())
            .or(
                () ->
                    derivedTimes.checkEvent(
                        "basedOnEventTime", knowledge.getBasedOnEventTime(), now))
            .or(() -> subject(knowledge.getSubjectKind(), subject))
            .map(violation -> violation.of("Knowledge of " + quoted(knowledge.getSubjectId())));
  }

  private static Optional<Violation> noValue(String topic) {
    return Violation.found(
        "no-value", "value", "it has no value; tombstones mean nothing on the topic of " + topic);
  }

  private static Optional<Violation> key(@Nullable String key, String field, String id) {
    return id.equals(key)
        ? id(field, id)
        : Violation.found(
            "wrong-key",
            field,
            "%s is %s but the record's key is %s; the key must be the id"
                .formatted(field, quoted(id), quoted(key)));
  }

  private static Optional<Violation> id(String field, String id) {
    if (id.isEmpty() || id.length() > MAX_ID_LENGTH) {
      return Violation.found(
          "bad-id",
          field,
          "%s %s has %d characters; ids have 1 to %d"
              .formatted(field, quoted(id), id.length(), MAX_ID_LENGTH));
    }
    if (Character.isWhitespace(id.charAt(0))
        || Character.isWhitespace(id.charAt(id.length() - 1))) {
      return Violation.found(
          "bad-id",
          field,
          "%s %s begins or ends with white space; strip it, as is done with ids in files"
              .formatted(field, quoted(id)));
    }
    return Optional.empty();
  }

  private static Optional<Violation> byKind(Interaction interaction) {
    return switch (interaction.getKind()) {
      case RATING, RATING_CHANGE ->
          interaction.getValue() != null && Float.isFinite(interaction.getValue())
              ? Optional.empty()
              : Violation.found(
                  "no-rating-value",
                  "value",
                  interaction.getKind()
                      + " has the value "
                      + interaction.getValue()
                      + "; it needs a finite number");
      case SHOWN ->
          interaction.getPosition() == null || interaction.getPosition() >= 0
              ? Optional.empty()
              : Violation.found(
                  "negative-position",
                  "position",
                  "position is " + interaction.getPosition() + "; 0 is the top");
      case UNKNOWN ->
          Violation.found(
              "unknown-kind",
              "kind",
              "this version does not know the kind; replay the record after the upgrade");
      case CLICK, RETRACTION -> Optional.empty();
    };
  }

  private static Optional<Violation> candidates(List<String> candidates) {
    if (candidates.size() > MAX_CANDIDATES) {
      int distinct = new HashSet<>(candidates).size();
      if (distinct > MAX_CANDIDATES) {
        return Violation.found(
            "too-many-candidates",
            "candidates",
            ("there are %d distinct candidates; at most %d are scored in one slate. Split them into"
                    + " several impressions")
                .formatted(distinct, MAX_CANDIDATES));
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
    int length = 0;
    for (Map.Entry<String, String> field : context.entrySet()) {
      length += field.getKey().length() + field.getValue().length();
    }
    return context.size() <= MAX_CONTEXT_FIELDS && length <= MAX_CONTEXT_LENGTH
        ? Optional.empty()
        : Violation.found(
            "context-too-large",
            "context",
            "context has %d fields of %d characters in total; at most %d of %d are kept"
                .formatted(context.size(), length, MAX_CONTEXT_FIELDS, MAX_CONTEXT_LENGTH));
  }

  private static Optional<Violation> subject(SubjectKind found, SubjectKind expected) {
    return found == expected
        ? Optional.empty()
        : Violation.found(
            "wrong-subject",
            "subjectKind",
            "subjectKind is %s on the topic of %s knowledge"
                .formatted(found, expected.name().toLowerCase(Locale.ROOT)));
  }

  private static String quoted(@Nullable String id) {
    if (id == null) {
      return "missing";
    }
    return id.length() <= MAX_QUOTED ? "'" + id + "'" : "'" + id.substring(0, MAX_QUOTED) + "…'";
  }
}
