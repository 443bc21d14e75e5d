package io.laserstreams.cli.deadletters;

import java.util.List;
import java.util.function.Predicate;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which letters a command is about; all where nothing is said. */
final class LetterFilter implements Predicate<Letter> {
  @Option(names = "--reason", paramLabel = "WORD", description = "Only letters with this reason, for example unreadable.")
  String reason;

  @Option(names = "--from", paramLabel = "TOPIC", description = "Only letters about records of this topic, with its prefix.")
  String topic;

  @Option(names = "--id", paramLabel = "PARTITION@OFFSET", description = "Only this letter; may be repeated.",
      converter = LetterId.class)
  List<String> ids = List.of();

  static final class LetterId implements ITypeConverter<String> {
    @Override
    public String convert(String id) {
      if (!id.matches("\\d+@\\d+")) {
        throw new TypeConversionException("'" + id + "' must be PARTITION@OFFSET as laser dead-letters list prints it, like 0@17");
      }
      return id;
    }
  }

  @Override
  public boolean test(Letter letter) {
    return (reason == null || reason.equals(letter.content().reason()))
        && (topic == null || topic.equals(letter.content().topic()))
        && (ids.isEmpty() || ids.contains(letter.id()));
  }

  boolean everything() {
    return reason == null && topic == null && ids.isEmpty();
  }
}
