package io.laserstreams.tools.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.deadletter.DeadLetter;
import io.laserstreams.tools.client.ClusterSettings;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Lists the dead letters of a cluster that match a filter, and sends them back. */
public final class DeadLetterAdmin {
  private final AppConfig config;
  private final LetterFilter filter;
  private final PrintWriter out;

  public DeadLetterAdmin(ClusterSettings cluster, LetterFilter filter, PrintWriter out) {
    this.config = cluster.read();
    this.filter = requireNonNull(filter, "filter is null");
    this.out = requireNonNull(out, "out is null");
  }

  /** Prints a line for each letter, and how many there are by reason. */
  public void list() {
    Map<String, Integer> byReason = new TreeMap<>();
    Predicate<StoredDeadLetter> wanted = filter.predicate();
    LetterReader letters = new LetterReader(config);
    letters.forEach(
        letter -> {
          if (wanted.test(letter)) {
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

  /** Sends the original bytes back to their topic, and prints what became of each letter. */
  public void replay() {
    // Read everything first: a letter that comes back as a new letter must not be read again.
    List<StoredDeadLetter> letters = new ArrayList<>();
    Predicate<StoredDeadLetter> wanted = filter.predicate();
    LetterReader reader = new LetterReader(config);
    reader.forEach(
        letter -> {
          if (wanted.test(letter)) {
            letters.add(letter);
          }
        });
    filter.requirePossible(reader, config.topicPrefix());
    int sent = 0;
    try (Replayer replayer = Replayer.open(config)) {
      for (StoredDeadLetter letter : letters) {
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

  private static String line(StoredDeadLetter letter) {
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

  private static String text(byte @Nullable [] key) {
    return key == null ? "null" : new String(key, UTF_8);
  }
}
