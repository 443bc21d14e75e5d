package io.laserstreams.cli.deadletters;

import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.schema.Topic;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which letters a command is about; all where nothing is said. */
final class LetterFilter implements Predicate<Letter> {
  @Option(
      names = "--reason",
      paramLabel = "WORD",
      description = "Only letters with this reason, for example unreadable.")
  String reason;

  @Option(
      names = "--from",
      paramLabel = "TOPIC",
      description = "Only letters about records of this topic, with its prefix.")
  String topic;

  @Option(
      names = "--id",
      paramLabel = "PARTITION@OFFSET",
      description = "Only this letter; may be repeated.",
      converter = LetterId.class)
  List<String> ids = List.of();

  static final class LetterId implements ITypeConverter<String> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})@(\\d{1,18})");

    @Override
    public String convert(String id) {
      Matcher match = FORM.matcher(id);
      if (!match.matches()) {
        throw new TypeConversionException(
            "'"
                + id
                + "' must be PARTITION@OFFSET as laser dead-letters list prints it, like 0@17");
      }
      return Integer.parseInt(match.group(1)) + "@" + Long.parseLong(match.group(2));
    }
  }

  @Override
  public boolean test(Letter letter) {
    return (reason == null || reason.equals(letter.content().reason()))
        && (topic == null || topic.equals(letter.content().topic()))
        && (ids.isEmpty() || ids.contains(letter.id()));
  }

  /**
   * Refuses what no letter can match; to be asked once all letters have been read.
   *
   * @throws UserException naming what was given and what there is
   */
  void requirePossible(Letters letters, String prefix) {
    LetterIndex index = letters.index();
    if (reason != null
        && !Reasons.known().contains(reason)
        && !index.reasons().containsKey(reason)) {
      throw new UserException(
          "--reason is '"
              + reason
              + "', which no app gives. On "
              + letters.topic()
              + " are "
              + index.reasons()
              + "; all that can be are "
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
              + "'. Letters on "
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

  boolean everything() {
    return reason == null && topic == null && ids.isEmpty();
  }
}
