package io.laserstreams.scoring.model;

import io.laserstreams.crm.bundle.InvalidBundleException;
import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.scoring.Device;
import io.laserstreams.scoring.items.Items;
import io.laserstreams.scoring.items.StoredItem;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Whether a bundle can be served: what scoring checks before a model serves, for tools as well. */
public final class ModelCheck {
  private ModelCheck() {}

  /**
   * Checks that a model fits a configuration of scoring.
   *
   * @param configured see {@link ModelNeeds#configured}
   * @throws InvalidBundleException naming the keys, their values and what to set
   */
  public static void requireFit(ModelBundle bundle, Map<String, String> configured) {
    ModelNeeds needs = ModelNeeds.of(bundle.spec());
    List<String> misfits = needs.misfits(configured);
    if (!misfits.isEmpty()) {
      throw new InvalidBundleException(
          "Model "
              + bundle.version()
              + " does not fit scoring's configuration: "
              + String.join("; ", misfits)
              + ". Train it with these settings, or give scoring the model's and, if they are"
              + " keys of features, reset its state. It needs: "
              + String.join("; ", needs.lines()));
    }
  }

  /**
   * Loads a model and scores with it, without items.
   *
   * @throws InvalidBundleException if it cannot be run
   */
  public static void requireRuns(ModelBundle bundle, Device device) {
    open(bundle, device, NoItems.NONE).close();
  }

  /** Loads a model, computes the rows of all items and warms it up. */
  static ServingModel open(ModelBundle bundle, Device device, Items items) {
    ServingModel model = ServingModel.open(bundle, device, items);
    try {
      WarmUp.run(model);
      return model;
    } catch (RuntimeException e) {
      model.close();
      throw new InvalidBundleException(
          "Model " + bundle.version() + " fails in warm-up: " + e.getMessage(), e);
    }
  }

  private enum NoItems implements Items {
    NONE;

    @Override
    public @Nullable StoredItem get(String itemId) {
      return null;
    }

    @Override
    public boolean contains(String itemId) {
      return false;
    }

    @Override
    public void forEach(Consumer<StoredItem> visitor) {
      // There are none.
    }

    @Override
    public List<String> some(int count) {
      return List.of();
    }
  }
}
