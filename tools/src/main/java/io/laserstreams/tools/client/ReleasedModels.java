package io.laserstreams.tools.client;

import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.schema.ModelRelease;
import io.laserstreams.schema.release.Assembled;
import io.laserstreams.schema.release.BundleAssembler;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Reads models from the models topic. */
public final class ReleasedModels {
  private ReleasedModels() {}

  /**
   * Passes on the bundles on the topic, in the order of their releases.
   *
   * @param reader of the models topic, at its beginning
   * @param wanted versions
   * @return wanted versions without a bundle on the topic: they are announced by a link, or cannot
   *     be assembled
   */
  public static List<String> read(
      RecordReader reader, Predicate<String> wanted, Consumer<ModelBundle> visitor) {
    BundleAssembler assembler = new BundleAssembler();
    List<String> missing = new ArrayList<>();
    reader.forEachToEnd(
        received -> {
          Assembled assembled =
              assembler.add(received.record().key(), reader.value(received, ModelRelease.class));
          if (!wanted.test(assembled.version())) {
            return;
          }
          if (assembled instanceof Assembled.Bundle bundle) {
            visitor.accept(ModelBundle.read(bundle.bytes()));
          } else if (assembled instanceof Assembled.Link
              || assembled instanceof Assembled.Refused) {
            missing.add(assembled.version());
          }
        });
    return missing;
  }
}
