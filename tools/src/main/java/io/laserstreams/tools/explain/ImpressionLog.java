package io.laserstreams.tools.explain;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.schema.Item;
import io.laserstreams.schema.Knowledge;
import io.laserstreams.schema.SampleCandidate;
import io.laserstreams.schema.SampleEvent;
import io.laserstreams.schema.ScoredSlate;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.TrainingSample;
import io.laserstreams.scoring.config.ScoringConfig;
import io.laserstreams.tools.client.RecordReader;
import io.laserstreams.tools.client.RecordReader.Received;
import io.laserstreams.tools.client.ReleasedModels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** What the topics of a cluster have about an impression. Each is read from its beginning. */
final class ImpressionLog {
  private final Function<Topic, RecordReader> readers;
  private final Duration attributionWindow;

  /**
   * @param readers opens a reader of a topic at its beginning
   * @param attributionWindow how long scoring waits for what the user does
   */
  ImpressionLog(Function<Topic, RecordReader> readers, Duration attributionWindow) {
    this.readers = requireNonNull(readers, "readers is null");
    this.attributionWindow = requireNonNull(attributionWindow, "attributionWindow is null");
  }

  /**
   * The impression's sample.
   *
   * @param userId whose impression it is; null if only one user has one with this id
   * @throws UserException if there is no sample by a model, saying why, or if several users have an
   *     impression with this id
   */
  TrainingSample sample(String impressionId, @Nullable String userId) {
    List<TrainingSample> found = new ArrayList<>(1);
    read(
        Topic.SAMPLES,
        TrainingSample.class,
        key -> userId == null || key.equals(userId),
        (key, sample) -> {
          if (sample != null && sample.getImpressionId().equals(impressionId)) {
            found.add(sample);
          }
        });
    Set<String> users =
        found.stream()
            .map(TrainingSample::getUserId)
            .collect(Collectors.toCollection(TreeSet::new));
    if (users.size() > 1) {
      throw new UserException(
          "Impression "
              + impressionId
              + " belongs to "
              + users.size()
              + " users: name one with --user, of "
              + users);
    }
    if (found.isEmpty()) {
      throw new UserException(
          scored(impressionId, userId)
              ? withoutSample(impressionId, attributionWindow)
              : "Impression "
                  + impressionId
                  + " is unknown: it is neither on the samples nor on the scores topic, or no"
                  + " longer");
    }
    if (found.get(0).getModelVersion() == null) {
      throw new UserException(
          "Impression "
              + impressionId
              + " was answered without a model: its candidates kept their order");
    }
    return found.get(0);
  }

  static String withoutSample(String impressionId, Duration attributionWindow) {
    return ("Impression %s was scored, but has no sample yet: it appears once scoring's attribution"
            + " window has closed, and only if something was shown. Scoring's %s says how long that"
            + " takes after the impression: %s if it is configured as this command is")
        .formatted(
            impressionId,
            ScoringConfig.ATTRIBUTION_WINDOW_MS,
            attributionWindow.toMinutes() < 1
                ? attributionWindow.toMillis() + " ms"
                : attributionWindow.toMinutes() + " minutes");
  }

  private boolean scored(String impressionId, @Nullable String userId) {
    boolean[] scored = new boolean[1];
    read(
        Topic.SCORES,
        ScoredSlate.class,
        key -> userId == null || key.equals(userId),
        (key, slate) -> scored[0] |= slate != null && slate.getImpressionId().equals(impressionId));
    return scored[0];
  }

  /** The model of this version. */
  ModelBundle model(String version) {
    List<ModelBundle> found = new ArrayList<>(1);
    try (RecordReader reader = readers.apply(Topic.MODELS)) {
      List<String> unusable = ReleasedModels.read(reader, version::equals, found::add);
      if (found.isEmpty()) {
        throw new UserException(
            "Model "
                + version
                + (unusable.isEmpty()
                    ? " is not on the models topic"
                    : " is announced on the models topic, but its bundle is elsewhere or"
                        + " incomplete")
                + ": name its file with --bundle");
      }
    }
    return found.get(found.size() - 1);
  }

  /** The items of the sample as they are on the topics now. */
  LoggedItems items(TrainingSample sample, FeatureSpec spec) {
    Set<String> wanted = new HashSet<>();
    sample.getCandidates().stream().map(SampleCandidate::getItemId).forEach(wanted::add);
    sample.getHistory().stream().map(SampleEvent::getItemId).forEach(wanted::add);
    LoggedItems items = new LoggedItems(spec, sample.getEventTime(), sample.getClosedAt());
    read(Topic.ITEMS, Item.class, wanted::contains, items::item);
    if (spec.itemEncoder() != null) {
      read(Topic.KNOWLEDGE_ITEMS, Knowledge.class, wanted::contains, items::knowledge);
    }
    return items;
  }

  /** Averages over the user's other samples. */
  OwnAverages ownAverages(TrainingSample sample) {
    OwnAverages averages = new OwnAverages();
    if (sample.getFeatures() != null) {
      read(
          Topic.SAMPLES,
          TrainingSample.class,
          sample.getUserId()::equals,
          (key, other) -> {
            if (other != null && !other.getImpressionId().equals(sample.getImpressionId())) {
              averages.add(other);
            }
          });
    }
    return averages;
  }

  private <T extends SpecificRecord> void read(
      Topic topic, Class<T> type, Predicate<String> keys, BiConsumer<String, T> visitor) {
    try (RecordReader reader = readers.apply(topic)) {
      reader.forEachToEnd(
          (Received received) -> {
            if (keys.test(received.record().key())) {
              visitor.accept(received.record().key(), reader.value(received, type));
            }
          });
    }
  }
}
