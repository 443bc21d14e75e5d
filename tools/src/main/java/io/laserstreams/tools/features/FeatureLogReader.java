package io.laserstreams.tools.features;

import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.schema.Impression;
import io.laserstreams.schema.Interaction;
import io.laserstreams.schema.Item;
import io.laserstreams.schema.Knowledge;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.TrainingSample;
import io.laserstreams.schema.User;
import io.laserstreams.schema.rule.RecordRules;
import io.laserstreams.tools.client.RecordReader;
import io.laserstreams.tools.client.ReleasedModels;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Reads a {@link FeatureLog} from a cluster, each topic from its beginning to its current end. */
public final class FeatureLogReader {
  private final Function<Topic, RecordReader> readers;
  private final RecordRules rules;
  private final InstantSource clock;

  /**
   * @param readers opens a reader of a topic at its beginning
   * @param rules by which scoring accepts records
   */
  public FeatureLogReader(
      Function<Topic, RecordReader> readers, RecordRules rules, InstantSource clock) {
    this.readers = readers;
    this.rules = rules;
    this.clock = clock;
  }

  /**
   * Reads the log without records that are unreadable or break the rules, which scoring leaves out,
   * too.
   *
   * @param bundles models that may have served, besides those of the models topic
   */
  public FeatureLog read(List<ModelBundle> bundles, Sampling sampling) {
    FeatureLog log = new FeatureLog(sampling);
    bundles.forEach(log::bundle);
    try (RecordReader models = readers.apply(Topic.MODELS)) {
      ReleasedModels.read(models, version -> true, log::bundle);
    }
    // Samples first: their inputs are on the other topics by then, and refused records have their
    // letters.
    read(Topic.SAMPLES, TrainingSample.class, (key, sample) -> ifPresent(sample, log::sample));
    read(
        Topic.USERS,
        User.class,
        (key, user) -> {
          if (user != null && rules.check(key, user, clock.millis()).isEmpty()) {
            log.user(user);
          }
        });
    read(
        Topic.ITEMS,
        Item.class,
        (key, item) -> {
          if (rules.check(key, item, clock.millis()).isEmpty()) {
            log.item(key, item);
          }
        });
    read(Topic.KNOWLEDGE_ITEMS, Knowledge.class, log::knowledge);
    try (RecordReader letters = readers.apply(Topic.DEAD_LETTERS)) {
      log.refused(RefusedPositions.read(letters));
    }
    readArrivals(Topic.IMPRESSIONS, Impression.class, log::impression);
    readArrivals(Topic.INTERACTIONS, Interaction.class, log::interaction);
    return log;
  }

  private static <T> void ifPresent(@Nullable T value, Consumer<T> consumer) {
    if (value != null) {
      consumer.accept(value);
    }
  }

  private <T extends SpecificRecord> void readArrivals(
      Topic topic, Class<T> type, BiConsumer<T, RecordArrival> visitor) {
    try (RecordReader reader = readers.apply(topic)) {
      reader.forEachReadableRecord(
          type,
          (record, value) ->
              ifPresent(value, present -> visitor.accept(present, RecordArrival.of(record))));
    }
  }

  private <T extends SpecificRecord> void read(
      Topic topic, Class<T> type, BiConsumer<String, T> visitor) {
    try (RecordReader reader = readers.apply(topic)) {
      reader.forEachReadable(type, visitor);
    }
  }
}
