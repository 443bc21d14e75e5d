package io.laserstreams.cli.options;

import io.laserstreams.tools.deadletters.LetterFilter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which dead letters a command is about. */
public final class DeadLetterMixin {
  @Option(
      names = "--reason",
      paramLabel = "WORD",
      description = "Only letters with this reason, for example unreadable.")
  private @Nullable String reason;

  @Option(
      names = "--from",
      paramLabel = "TOPIC",
      description = "Only letters about records of this topic, with its prefix.")
  private @Nullable String topic;

  @Option(
      names = "--id",
      paramLabel = "PARTITION@OFFSET",
      description = "Only this letter; repeatable.",
      converter = LetterId.class)
  private List<String> ids = List.of();

  public LetterFilter filter() {
    return new LetterFilter(reason, topic, ids);
  }

  static final class LetterId implements ITypeConverter<String> {
    @Override
    public String convert(String id) {
      return LetterFilter.normalised(id)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'"
                          + id
                          + "' must be PARTITION@OFFSET as laser dead-letters list prints it, like"
                          + " 0@17"));
    }
  }
}
