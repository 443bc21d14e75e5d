package io.laserstreams.tools.apps;

import static java.util.Objects.requireNonNull;

import io.laserstreams.knowledge.KnowledgeApp;
import io.laserstreams.knowledge.KnowledgeConfig;
import io.laserstreams.runtime.App;
import io.laserstreams.scoring.ScoringApp;
import io.laserstreams.scoring.config.ScoringConfig;
import io.laserstreams.trainer.TrainerApp;
import io.laserstreams.trainer.TrainerConfig;
import io.laserstreams.worker.WorkerApp;
import io.laserstreams.worker.WorkerConfig;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;

/** The four apps. */
public enum AppKind {
  KNOWLEDGE(KnowledgeConfig.definition(), KnowledgeApp::new),
  WORKER(WorkerConfig.definition(), WorkerApp::new),
  SCORING(ScoringConfig.definition(), ScoringApp::new),
  TRAINER(TrainerConfig.definition(), TrainerApp::new);

  @SuppressWarnings("Immutable") // Kafka's class is mutable; nobody changes this instance.
  private final ConfigDef configuration;

  @SuppressWarnings("Immutable") // A constructor reference has no state.
  private final Function<Map<String, ?>, App> constructor;

  AppKind(ConfigDef configuration, Function<Map<String, ?>, App> constructor) {
    this.configuration = requireNonNull(configuration, "configuration is null");
    this.constructor = requireNonNull(constructor, "constructor is null");
  }

  /** The keys that the app understands. */
  public ConfigDef configuration() {
    return configuration;
  }

  /** Name on the command line, for example {@code scoring}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The app with this name on the command line. */
  public static Optional<AppKind> byId(String id) {
    return Arrays.stream(values()).filter(app -> app.id().equals(id)).findFirst();
  }

  /** Names on the command line, for messages. */
  public static String ids() {
    return Arrays.stream(values()).map(AppKind::id).collect(Collectors.joining(", "));
  }

  /**
   * @throws org.apache.kafka.common.config.ConfigException if the configuration is wrong
   */
  public App create(Map<String, ?> properties) {
    return constructor.apply(properties);
  }

  @Override
  public String toString() {
    return id();
  }
}
