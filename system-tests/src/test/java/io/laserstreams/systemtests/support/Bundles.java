package io.laserstreams.systemtests.support;

import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.model.ModelChoice;
import io.laserstreams.crm.model.ModelShape;
import io.laserstreams.crm.model.Models;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Untrained models that read histories and item knowledge. */
public final class Bundles {
  /** The knowledge worker's default encoder. */
  public static final FeatureSpec.Encoder ENCODER = new FeatureSpec.Encoder("bge-small-en-v15-q", 384);
  private static final ModelShape SHAPE = new ModelShape(8, 4, 8, 8, 2, 8, 1, 8, 8, 1, List.of(16, 8));

  private Bundles() {}

  public static ModelBundle untrained(String version) {
    FeatureSpec spec = new FeatureSpec(20, List.of(1.5f, 2.5f, 3.5f, 4.5f), List.of(), List.of(), List.of(), 3, ENCODER, ENCODER,
        new FeatureSpec.Capacity(1_000, 50, 50));
    return ModelBundle.untrained(version, Models.of(ModelChoice.DEFAULT, spec, SHAPE), version.hashCode());
  }

  public static Path file(Path folder, String version) {
    Path file = folder.resolve(version + ".laser");
    try {
      Files.write(file, untrained(version).toBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }
}
