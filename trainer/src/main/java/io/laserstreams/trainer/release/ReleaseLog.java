package io.laserstreams.trainer.release;

import static java.util.Objects.requireNonNull;

import io.laserstreams.schema.ModelRelease;
import io.laserstreams.schema.release.Assembled;
import io.laserstreams.schema.release.BundleAssembler;
import io.laserstreams.schema.release.ReleaseChoice;
import io.laserstreams.schema.serde.UnreadableRecordException;
import java.time.Duration;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The releases on the models topic, whoever published them. {@link ReleaseChoice} decides which one
 * is current. Not thread-safe; {@link #refresh} reads what is new.
 */
public final class ReleaseLog implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ReleaseLog.class);
  private static final Duration POLL = Duration.ofMillis(200);

  private final Consumer<String, byte[]> consumer;
  private final TopicPartition partition;
  private final Deserializer<ModelRelease> deserializer;
  private final BundleAssembler assembler = new BundleAssembler();
  private final NavigableMap<String, PublishedRelease> published = new TreeMap<>();
  private ReleaseChoice choice = ReleaseChoice.NEWEST;
  private @Nullable Assembled current;
  private boolean started;

  /**
   * @param consumer read_committed, without a group; closed by this log
   */
  public ReleaseLog(
      Consumer<String, byte[]> consumer, String topic, Deserializer<ModelRelease> deserializer) {
    this.consumer = requireNonNull(consumer, "consumer is null");
    this.partition = new TopicPartition(requireNonNull(topic, "topic is null"), 0);
    this.deserializer = requireNonNull(deserializer, "deserializer is null");
  }

  /** Reads up to the topic's current end. */
  public void refresh() {
    if (!started) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      started = true;
    }
    long end = requireNonNull(consumer.endOffsets(List.of(partition)).get(partition));
    while (consumer.position(partition) < end) {
      for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
        take(record);
      }
    }
  }

  /** The current release: a {@link Assembled.Bundle} or a {@link Assembled.Link}. */
  public Optional<Assembled> current() {
    return Optional.ofNullable(current);
  }

  /** What operators decided about which release is current. */
  public ReleaseChoice choice() {
    return choice;
  }

  /** Releases that are announced and not retired, oldest first. */
  public List<PublishedRelease> published() {
    return List.copyOf(published.values());
  }

  /**
   * The releases to retire so that, together with one more, {@code kept} remain, or more if
   * operators hold one.
   */
  public List<PublishedRelease> beyond(int kept) {
    Set<String> held = choice.kept(published.keySet());
    return published.values().stream()
        .filter(release -> !held.contains(release.version()))
        .limit(Math.max(0, published.size() + 1 - kept))
        .toList();
  }

  private void take(ConsumerRecord<String, byte[]> record) {
    ModelRelease release;
    try {
      release = deserializer.deserialize(record.topic(), record.value());
    } catch (UnreadableRecordException e) {
      log.warn("Skipping offset {} of {}: {}", record.offset(), partition, e.getMessage());
      return;
    }
    if (record.key() == null) {
      log.warn("Skipping offset {} of {}, which has no key", record.offset(), partition);
      return;
    }
    Assembled assembled = assembler.add(record.key(), release);
    if (assembled instanceof Assembled.Bundle bundle) {
      announced(bundle, bundle.manifest().getChunks());
    } else if (assembled instanceof Assembled.Link link) {
      announced(link, 0);
    } else if (assembled instanceof Assembled.Refused refused) {
      log.warn(
          "Release {} on {} cannot be used: {}", refused.version(), partition, refused.reason());
    } else if (assembled instanceof Assembled.Retired retired) {
      published.remove(retired.version());
    } else if (assembled instanceof Assembled.Decided decided) {
      decide(decided.choice());
    }
  }

  private void decide(ReleaseChoice decided) {
    choice = decided;
    if (current != null && decided.withdrawn().contains(current.version())) {
      current = null; // The release that takes its place follows.
    }
  }

  private void announced(Assembled release, int chunks) {
    published.put(release.version(), new PublishedRelease(release.version(), chunks));
    if (choice.replaces(release.version(), current == null ? null : current.version())) {
      current = release;
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
