package io.laserstreams.cli.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.laserstreams.cli.ClusterOptions;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.deadletter.DeadLetter;
import io.laserstreams.runtime.failure.UserException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code laser dead-letters list|replay}. */
@Command(
    name = "dead-letters",
    description =
        "Look at records that could not be used, and send them back once the cause is gone.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "list|replay",
    subcommands = {DeadLettersCommand.ListCommand.class, DeadLettersCommand.ReplayCommand.class})
public final class DeadLettersCommand {

  @Command(
      name = "list",
      description = "List dead letters with their reason.",
      mixinStandardHelpOptions = true)
  static final class ListCommand implements Runnable {
    @Mixin ClusterOptions cluster;
    @Mixin LetterFilter filter;
    @Spec CommandSpec spec;

    @Override
    public void run() {
      PrintWriter out = spec.commandLine().getOut();
      AppConfig config = cluster.read();
      Map<String, Integer> byReason = new TreeMap<>();
      Letters letters = new Letters(config);
      letters.forEach(
          letter -> {
            if (filter.test(letter)) {
              byReason.merge(letter.content().reason(), 1, Integer::sum);
              out.println(line(letter));
            }
          });
      out.flush();
      filter.requirePossible(letters, config.topicPrefix());
      out.println(
          byReason.isEmpty()
              ? "No dead letters."
              : byReason.values().stream().mapToInt(n -> n).sum() + " dead letters: " + byReason);
    }

    private static String line(Letter letter) {
      DeadLetter content = letter.content();
      return String.join(
          "  ",
          letter.id(),
          Instant.ofEpochMilli(letter.record().timestamp()).toString(),
          content.reason(),
          content.app(),
          content.topic() + "-" + content.partition() + "@" + content.offset(),
          "key=" + text(content.key()),
          content.message() == null ? "" : content.message().replaceAll("\\s+", " "));
    }

    private static String text(byte[] key) {
      return key == null ? "null" : new String(key, UTF_8);
    }
  }

  @Command(
      name = "replay",
      description =
          "Send the original bytes back to their topic, on the right partition for their key.",
      mixinStandardHelpOptions = true)
  static final class ReplayCommand implements Runnable {
    @Mixin ClusterOptions cluster;
    @Mixin LetterFilter filter;

    @Option(
        names = "--all",
        description =
            "Send every letter back; needed where neither --reason, --from nor --id is given.")
    boolean all;

    @Spec CommandSpec spec;

    @Override
    public void run() {
      if (filter.everything() && !all) {
        throw new UserException(
            "Say which letters to send back with --reason, --from or --id, or --all for every"
                + " one.");
      }
      PrintWriter out = spec.commandLine().getOut();
      AppConfig config = cluster.read();
      // Read everything first: a letter that comes back as a new letter must not be read again.
      List<Letter> letters = new ArrayList<>();
      Letters topic = new Letters(config);
      topic.forEach(
          letter -> {
            if (filter.test(letter)) {
              letters.add(letter);
            }
          });
      filter.requirePossible(topic, config.topicPrefix());
      int sent = 0;
      try (Replayer replayer = Replayer.open(config)) {
        for (Letter letter : letters) {
          Optional<String> obstacle = replayer.obstacle(letter);
          if (obstacle.isPresent()) {
            out.println("kept " + letter.id() + ": " + obstacle.get());
          } else {
            replayer.replay(letter);
            out.println("sent " + letter.id() + " to " + letter.content().topic());
            sent++;
          }
        }
      }
      out.println(sent + " of " + letters.size() + " letters sent back.");
    }
  }
}
