package io.laserstreams.tools.replay;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import io.laserstreams.trainer.TrainerConfig;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The models that answer in a replay. */
sealed interface Serving {
  /** What the models read. */
  FeatureSpec spec();

  /** Version of the pinned model; null if several are released. */
  @Nullable String pinnedVersion();

  /** For people. */
  String describe();

  /** How the state behind streaming features is kept; null if the models read none. */
  default @Nullable StreamingSettings features() {
    return spec().streaming() == null ? null : spec().streaming().settings();
  }

  /** One model from the first impression to the last. */
  record Pinned(Path file, ModelBundle bundle) implements Serving {
    public Pinned {
      requireNonNull(file, "file is null");
      requireNonNull(bundle, "bundle is null");
    }

    @Override
    public FeatureSpec spec() {
      return bundle.spec();
    }

    @Override
    public String pinnedVersion() {
      return bundle.version();
    }

    @Override
    public String describe() {
      return "model " + bundle.version();
    }
  }

  /** Models that a trainer releases as it learns from the replay's samples; none at first. */
  record Trained(Map<String, String> trainer, FeatureSpec spec) implements Serving {
    /**
     * @throws org.apache.kafka.common.config.ConfigException if the trainer's configuration is
     *     wrong
     */
    static Trained by(Map<String, String> trainer) {
      return new Trained(Map.copyOf(trainer), TrainerConfig.read(trainer).model().spec());
    }

    @Override
    public @Nullable String pinnedVersion() {
      return null;
    }

    @Override
    public String describe() {
      return "the models that a trainer releases";
    }
  }
}
