package io.laserstreams.scoring.model;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.bundle.InvalidBundleException;
import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.scoring.Device;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import io.laserstreams.scoring.items.Items;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts models into service and keeps their item rows up to date, on the threads of its callers,
 * never on a stream thread.
 *
 * <p>A new model is loaded, given the rows of all items, warmed, and swapped in; then the one
 * before is closed as soon as nobody uses it. Item changes wait while this goes on, so that none is
 * lost between two models.
 */
public final class ModelKeeper implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ModelKeeper.class);

  private final ModelSlot slot;
  private final Items items;
  private final Device device;
  private final int longestHistory;
  private final StreamingSettings settings;
  private final Timer loading;

  /**
   * @param longestHistory a model that attends to more events than this is refused
   * @param settings with which the state behind streaming features is kept; a model that reads them
   *     and learnt with others is refused
   */
  public ModelKeeper(
      ModelSlot slot,
      Items items,
      Device device,
      int longestHistory,
      StreamingSettings settings,
      MeterRegistry registry) {
    this.slot = requireNonNull(slot, "slot is null");
    this.items = requireNonNull(items, "items is null");
    this.device = requireNonNull(device, "device is null");
    this.longestHistory = longestHistory;
    this.settings = requireNonNull(settings, "settings is null");
    this.loading =
        Timer.builder("laser.model.loading")
            .description("Loading, computing item rows and warming of a model")
            .register(registry);
    Gauge.builder(
            "laser.model.items",
            slot,
            serving -> serving.current() == null ? 0 : serving.current().itemCount())
        .description("Items of which the serving model has a row")
        .register(registry);
  }

  /**
   * Puts the model into service.
   *
   * @throws InvalidBundleException where it does not fit; the model that serves stays
   */
  public synchronized void install(ModelBundle bundle) {
    FeatureSpec spec = bundle.spec();
    if (spec.eventsRead() > longestHistory) {
      throw new InvalidBundleException(
          "Model "
              + bundle.version()
              + " attends to "
              + spec.eventsRead()
              + " events; this app gives at most "
              + longestHistory
              + " (history.length.max)");
    }
    requireSettings(bundle);
    long started = System.nanoTime();
    ServingModel next = ServingModel.open(bundle, device, items);
    try {
      WarmUp.run(next);
    } catch (RuntimeException e) {
      next.close();
      throw new InvalidBundleException(
          "Model " + bundle.version() + " fails when tried out: " + e.getMessage(), e);
    }
    ServingModel before = slot.swap(next);
    if (before != null) {
      before.close();
    }
    long nanos = System.nanoTime() - started;
    loading.record(Duration.ofNanos(nanos));
    log.info(
        "Model {} serves with {} items, {} ms after it arrived; before: {}",
        next.version(),
        next.itemCount(),
        nanos / 1_000_000,
        before == null ? "none" : before.version());
  }

  private void requireSettings(ModelBundle bundle) {
    FeatureSpec.Streaming streaming = bundle.spec().streaming();
    if (streaming == null) {
      return;
    }
    List<String> differences = streaming.settings().differences(settings);
    if (!differences.isEmpty()) {
      throw new InvalidBundleException(
          "Model "
              + bundle.version()
              + " learnt from streaming features whose state is kept otherwise: "
              + String.join(", ", differences)
              + ". Train it with this app's features.* settings, or give the app the model's and"
              + " reset its state");
    }
  }

  /** Takes over a change in the item table. */
  public synchronized void itemChanged(String itemId) {
    ServingModel model = slot.current();
    if (model != null) {
      model.itemChanged(itemId);
    }
  }

  @Override
  public synchronized void close() {
    ServingModel last = slot.swap(null);
    if (last != null) {
      last.close();
    }
  }
}
