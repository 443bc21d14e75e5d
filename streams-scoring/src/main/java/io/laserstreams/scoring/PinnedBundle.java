package io.laserstreams.scoring;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.bundle.InvalidBundleException;
import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.runtime.failure.Causes;
import io.laserstreams.scoring.config.ScoringConfig;
import io.laserstreams.scoring.model.ModelSwapper;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.apache.kafka.common.config.ConfigException;

/**
 * The one bundle that is configured to serve. What is wrong with it is wrong with the
 * configuration.
 */
final class PinnedBundle {
  private final Path file;
  private final ModelBundle bundle;

  private PinnedBundle(Path file, ModelBundle bundle) {
    this.file = requireNonNull(file, "file is null");
    this.bundle = requireNonNull(bundle, "bundle is null");
  }

  /**
   * @throws ConfigException if the file cannot be read or is no bundle
   */
  static PinnedBundle read(Path file) {
    try {
      return new PinnedBundle(file, ModelBundle.read(file));
    } catch (InvalidBundleException | UncheckedIOException e) {
      throw unusable(file, e);
    }
  }

  Path file() {
    return file;
  }

  /**
   * @throws ConfigException if the model does not fit
   */
  void install(ModelSwapper keeper) {
    try {
      keeper.install(bundle);
    } catch (InvalidBundleException | UncheckedIOException e) {
      throw unusable(file, e);
    }
  }

  private static ConfigException unusable(Path file, RuntimeException cause) {
    return new ConfigException(
        "Configuration key "
            + ScoringConfig.MODEL_BUNDLE
            + " has the value '"
            + file
            + "', which cannot be served: "
            + Causes.of(cause));
  }
}
