package io.laserstreams.trainer.continuous;

import io.laserstreams.crm.bundle.InvalidBundleException;
import io.laserstreams.crm.bundle.ModelBundle;
import java.nio.file.Path;

/** The bundle that a trainer without checkpoints starts from. */
public final class InitialBundle {
  private InitialBundle() {}

  /** Whether a trainer with these settings would start from it: it has no checkpoint. */
  public static boolean isNeeded(TrainerSettings settings) {
    return Checkpoints.in(settings.checkpoints().path(), settings.checkpoints().kept())
        .latest()
        .isEmpty();
  }

  /**
   * @throws InvalidBundleException if it is no bundle, or of another model than the configured one
   * @throws java.io.UncheckedIOException if the file cannot be read
   */
  public static ModelBundle read(Path file, TrainerSettings.Model configured) {
    ModelBundle bundle = ModelBundle.read(file);
    if (!ModelIdentity.same(bundle.model(), configured)) {
      throw new InvalidBundleException(
          "%s holds model %s, which reads %s; configured is %s, which reads %s"
              .formatted(
                  file,
                  bundle.model().choice(),
                  bundle.spec(),
                  configured.choice(),
                  configured.spec()));
    }
    return bundle;
  }
}
