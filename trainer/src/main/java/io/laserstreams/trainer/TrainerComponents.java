package io.laserstreams.trainer;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.bundle.InvalidBundleException;
import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.runtime.App.Health;
import io.laserstreams.runtime.app.AppComponents;
import io.laserstreams.runtime.app.AppStart;
import io.laserstreams.runtime.config.WritableFolder;
import io.laserstreams.runtime.deadletter.DeadLetters;
import io.laserstreams.runtime.failure.Causes;
import io.laserstreams.schema.serde.Schemas;
import io.laserstreams.trainer.continuous.ContinuousTrainer;
import io.laserstreams.trainer.continuous.InitialBundle;
import io.laserstreams.trainer.continuous.TrainerMetrics;
import io.laserstreams.trainer.continuous.TrainerSettings;
import io.laserstreams.trainer.continuous.TrainerTopics;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.config.ConfigException;

/** Waits for topics and schemas, then trains. */
final class TrainerComponents implements AppComponents {
  private final TrainerSettings settings;
  private final MeterRegistry meters;
  private final TrainerMetrics metrics;

  TrainerComponents(TrainerSettings settings, MeterRegistry meters) {
    this.settings = requireNonNull(settings, "settings is null");
    this.meters = requireNonNull(meters, "meters is null");
    this.metrics = new TrainerMetrics(meters);
  }

  @Override
  public void check() {
    WritableFolder.require(
        TrainerConfig.checkpointKey(settings.app()), settings.checkpoints().path());
    Optional<Path> initial = settings.model().initialBundle();
    if (initial.isPresent() && InitialBundle.isNeeded(settings)) {
      requireContinuable(initial.get());
    }
  }

  private void requireContinuable(Path file) {
    try {
      BundleProperties.requireContinuable(ModelBundle.read(file), settings.model());
    } catch (InvalidBundleException | UncheckedIOException e) {
      throw new ConfigException(
          "Configuration key "
              + TrainerConfig.INITIAL_BUNDLE
              + " has the value '"
              + file
              + "', which cannot be continued: "
              + Causes.of(e));
    }
  }

  @Override
  public Supplier<Health> start(AppStart start) throws InterruptedException {
    TrainerTopics topics = new TrainerTopics(settings.app());
    start.cluster().untilTopicsExist(topics.all());
    Schemas schemas = start.schemas(topics.written(), topics.read());
    DeadLetters deadLetters = start.open(DeadLetters.open(settings.app(), meters));
    ContinuousTrainer trainer =
        start.open(
            new ContinuousTrainer(
                settings, topics, schemas, deadLetters, metrics, meters, InstantSource.system()));
    trainer.start();
    return trainer::health;
  }
}
