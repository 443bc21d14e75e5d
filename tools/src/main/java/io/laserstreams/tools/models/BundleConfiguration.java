package io.laserstreams.tools.models;

import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.runtime.config.ConfigFile;
import io.laserstreams.scoring.model.ModelNeeds;
import io.laserstreams.tools.apps.AppKind;
import io.laserstreams.trainer.BundleProperties;
import io.laserstreams.worker.WorkerConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Prints the configuration that the apps need for a bundle. */
public final class BundleConfiguration {
  private static final List<AppKind> CONCERNED =
      List.of(AppKind.SCORING, AppKind.TRAINER, AppKind.WORKER);

  private BundleConfiguration() {}

  /**
   * Prints lines of properties files.
   *
   * @param app whose; null for all apps, each behind a comment that names it
   * @throws io.laserstreams.crm.bundle.InvalidBundleException if the file is no bundle
   */
  public static void print(Path file, @Nullable AppKind app, PrintWriter out) {
    ModelBundle bundle = ModelBundle.read(file);
    if (app != null) {
      lines(bundle, app).forEach(out::println);
      return;
    }
    for (AppKind each : CONCERNED) {
      out.println("# " + each.id() + ".properties, for model " + bundle.version());
      lines(bundle, each).forEach(out::println);
      out.println();
    }
  }

  /** Lines of an app's properties file; none for an app that a model does not concern. */
  public static List<String> lines(ModelBundle bundle, AppKind app) {
    return switch (app) {
      case SCORING -> ModelNeeds.of(bundle.spec()).lines();
      case TRAINER -> BundleProperties.lines(bundle);
      case WORKER -> encoders(bundle.spec());
      case KNOWLEDGE -> List.of();
    };
  }

  private static List<String> encoders(FeatureSpec spec) {
    String ids =
        Stream.of(spec.itemEncoder(), spec.userEncoder())
            .filter(Objects::nonNull)
            .map(FeatureSpec.Encoder::id)
            .distinct()
            .collect(Collectors.joining(","));
    return ids.isEmpty()
        ? List.of("# the model reads no knowledge")
        : List.of(ConfigFile.line(WorkerConfig.ENCODER_IDS, ids));
  }
}
