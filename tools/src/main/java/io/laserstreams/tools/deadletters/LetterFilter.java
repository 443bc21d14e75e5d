package io.laserstreams.tools.deadletters;

import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.schema.Topic;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which letters to select; without any criterion, all.
 *
 * @param reason only letters with this reason
 * @param topic only letters about records of this topic, with its prefix
 * @param ids only these letters, each {@code partition@offset}; empty for all
 */
public record LetterFilter(@Nullable String reason, @Nullable String topic, List<String> ids) {
  private static final Pattern ID = Pattern.compile("(\\d{1,9})@(\\d{1,18})");

  public LetterFilter {
    ids = List.copyOf(ids);
  }

  /** The id as letters have it, without leading zeros; empty if it is not {@code 0@17}-like. */
  public static Optional<String> normalised(String id) {
    Matcher match = ID.matcher(id);
    return match.matches()
        ? Optional.of(Integer.parseInt(match.group(1)) + "@" + Long.parseLong(match.group(2)))
        : Optional.empty();
  }

  Predicate<StoredDeadLetter> predicate() {
    return letter ->
        (reason == null || reason.equals(letter.content().reason()))
            && (topic == null || topic.equals(letter.content().topic()))
            && (ids.isEmpty() || ids.contains(letter.id()));
  }

  /** Whether there is no criterion, so that every letter matches. */
  public boolean isEmpty() {
    return reason == null && topic == null && ids.isEmpty();
  }

  /**
   * Refuses what no letter can match.
   *
   * @param letters all of which have been read
   * @throws UserException naming what was given and what there is
   */
  void requirePossible(LetterReader letters, String prefix) {
    LetterIndex index = letters.index();
    if (reason != null
        && !Reasons.known().contains(reason)
        && !index.reasons().containsKey(reason)) {
      throw new UserException(
          "--reason is '"
              + reason
              + "', which no app gives. "
              + letters.topic()
              + " has "
              + index.reasons()
              + "; possible are "
              + Reasons.known());
    }
    if (topic != null
        && !index.topics().contains(topic)
        && Stream.of(Topic.values()).noneMatch(known -> known.on(prefix).equals(topic))) {
      throw new UserException(
          "--from is '"
              + topic
              + "', which is none of the topics with the prefix '"
              + prefix
              + "'. DeadLetterAdmin on "
              + letters.topic()
              + " are about "
              + index.topics());
    }
    List<String> missing = ids.stream().filter(id -> !index.hasId(id)).toList();
    if (!missing.isEmpty()) {
      throw new UserException(
          "There is no dead letter "
              + String.join(", ", missing)
              + " on "
              + letters.topic()
              + ", which has "
              + index.range());
    }
  }
}
