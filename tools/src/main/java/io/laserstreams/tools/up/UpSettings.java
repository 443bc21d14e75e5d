package io.laserstreams.tools.up;

import static java.util.Objects.requireNonNull;

import io.laserstreams.cluster.topics.Layout;
import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.featureconfig.FeatureKeys;
import io.laserstreams.learning.streaming.FeatureChoice;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.config.CommonConfig;
import io.laserstreams.runtime.failure.Causes;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.scoring.config.ScoringConfig;
import io.laserstreams.scoring.model.ModelNeeds;
import io.laserstreams.tools.apps.AppKind;
import io.laserstreams.tools.languagemodel.InProcessWriter;
import io.laserstreams.trainer.BundleProperties;
import io.laserstreams.trainer.TrainerConfig;
import io.laserstreams.worker.WorkerConfig;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of each app: what the cluster is, what the bundle needs or else what lets a
 * model learn from clicks alone, the window, and what was set by hand, which wins.
 */
final class UpSettings {
  /** Beyond the window's end, a first try must not wait long for stragglers. */
  private static final int WINDOW_PARTS = 6;

  private static final Duration LONGEST_GRACE = Duration.ofMinutes(1);

  private final UpOptions options;
  private final Layout layout;
  private final @Nullable ModelBundle bundle;
  private final @Nullable InProcessWriter writer;
  private final @Nullable Path texts;

  /**
   * @throws io.laserstreams.crm.bundle.InvalidBundleException if the bundle's file is none
   * @throws io.laserstreams.lm.files.UnusableModelException if there is no language model
   */
  UpSettings(UpOptions options) {
    this(options, null);
  }

  private UpSettings(UpOptions options, @Nullable Path texts) {
    this.texts = texts;
    this.options = requireNonNull(options, "options is null");
    this.layout = options.layout();
    this.bundle = read(options.content().bundle());
    Path languageModel = options.content().languageModel();
    this.writer = languageModel == null ? null : new InProcessWriter(languageModel);
  }

  private static @Nullable ModelBundle read(@Nullable Path file) {
    try {
      return file == null ? null : ModelBundle.read(file);
    } catch (UncheckedIOException e) {
      throw new UserException("--bundle: " + Causes.of(e), e);
    }
  }

  /** The bundle to serve; null for none. */
  @Nullable ModelBundle bundle() {
    return bundle;
  }

  /** The same, but the worker writes about items what this file of texts says. */
  UpSettings withTexts(Path file) {
    return new UpSettings(options, file);
  }

  /** Why the trainer cannot learn on from the bundle, and so learns nothing; empty if it can. */
  Optional<String> obstacle() {
    return Optional.ofNullable(bundle).flatMap(BundleProperties::obstacle);
  }

  /**
   * What an app would be configured with, on a cluster that is not there yet.
   *
   * @throws UserException naming the app and the wrong key
   */
  AppConfig check(AppKind app) {
    try {
      return AppConfig.of(
          app.id(),
          app.configuration(),
          of(app, "localhost:1", "http://localhost:1", Path.of("state")));
    } catch (ConfigException e) {
      throw refused(app.id(), e);
    }
  }

  static UserException refused(String app, ConfigException e) {
    return new UserException("The app " + app + " cannot start: " + e.getMessage(), e);
  }

  Map<String, String> of(AppKind app, String bootstrapServers, String registryUrl, Path state) {
    Map<String, String> properties = new HashMap<>();
    properties.put(CommonConfig.BOOTSTRAP_SERVERS, bootstrapServers);
    properties.put(CommonConfig.SCHEMA_REGISTRY_URL, registryUrl);
    properties.put(CommonConfig.TOPIC_PREFIX, layout.prefix());
    properties.put(CommonConfig.STATE_DIR, state.toString());
    properties.putAll(bundle == null ? learning(app) : needed(bundle, app));
    if (texts != null && app == AppKind.WORKER) {
      properties.put(WorkerConfig.GENERATOR_ITEMS, WorkerConfig.FILE);
      properties.put(WorkerConfig.FILE_PATH, texts.toAbsolutePath().toString());
    }
    if (writer != null) {
      properties.putAll(writer.properties(app));
    }
    window(app, properties);
    options.settings().stream()
        .filter(setting -> setting.app() == app)
        .forEach(setting -> properties.put(setting.key(), setting.value()));
    return properties;
  }

  private static Map<String, String> learning(AppKind app) {
    return switch (app) {
      case SCORING -> Map.of(FeatureKeys.SHOWN_VALUE, "1");
      case TRAINER ->
          Map.of(FeatureKeys.SHOWN_VALUE, "1", TrainerConfig.FEATURES, FeatureChoice.ALL);
      case WORKER, KNOWLEDGE -> Map.of();
    };
  }

  private Map<String, String> needed(ModelBundle model, AppKind app) {
    return switch (app) {
      case SCORING -> ModelNeeds.of(model.spec()).properties();
      case TRAINER -> {
        if (obstacle().isPresent()) {
          yield Map.of(TrainerConfig.FROZEN, "true");
        }
        Map<String, String> properties = BundleProperties.of(model);
        properties.put(
            TrainerConfig.INITIAL_BUNDLE,
            requireNonNull(options.content().bundle()).toAbsolutePath().toString());
        yield properties;
      }
      case WORKER -> encoders(model);
      case KNOWLEDGE -> Map.of();
    };
  }

  private static Map<String, String> encoders(ModelBundle model) {
    String ids =
        Stream.of(model.spec().itemEncoder(), model.spec().userEncoder())
            .filter(Objects::nonNull)
            .map(encoder -> encoder.id())
            .distinct()
            .collect(Collectors.joining(","));
    return ids.isEmpty() ? Map.of() : Map.of(WorkerConfig.ENCODER_IDS, ids);
  }

  private void window(AppKind app, Map<String, String> properties) {
    Duration window = options.window();
    if (window == null || app != AppKind.SCORING) {
      return;
    }
    Duration part = window.dividedBy(WINDOW_PARTS);
    String grace = millis(part.compareTo(LONGEST_GRACE) < 0 ? part : LONGEST_GRACE);
    properties.put(ScoringConfig.ATTRIBUTION_WINDOW_MS, millis(window));
    properties.put(ScoringConfig.ATTRIBUTION_GRACE_MS, grace);
    properties.put(ScoringConfig.ATTRIBUTION_LATENESS_MS, grace);
    Duration remembered = window.multipliedBy(2).plus(LONGEST_GRACE);
    if (remembered.compareTo(Duration.ofHours(1)) > 0) {
      properties.put(ScoringConfig.IMPRESSION_MEMORY_MS, millis(remembered));
    }
  }

  private static String millis(Duration duration) {
    return Long.toString(duration.toMillis());
  }
}
