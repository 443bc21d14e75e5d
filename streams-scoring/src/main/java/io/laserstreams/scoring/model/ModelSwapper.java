package io.laserstreams.scoring.model;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.bundle.InvalidBundleException;
import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.scoring.Device;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import io.laserstreams.scoring.items.Items;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts models into service and keeps their item rows up to date, on its callers' threads, never on
 * a stream thread.
 *
 * <p>It loads a new model, computes the rows of all items, warms it up and swaps it in; then it
 * closes the previous one as soon as that is unused. Item changes wait meanwhile, so that none is
 * lost between two models.
 */
public final class ModelSwapper implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ModelSwapper.class);

  private final ModelSlot slot;
  private final Items items;
  private final Device device;
  private final Map<String, String> configured;
  private final Timer loading;

  /**
   * @param maxHistory a model that attends to more events than this is refused
   * @param settings of the state behind streaming features; a model that reads these features and
   *     was trained with other settings is refused
   */
  public ModelSwapper(
      ModelSlot slot,
      Items items,
      Device device,
      int maxHistory,
      StreamingSettings settings,
      MeterRegistry registry) {
    this.slot = requireNonNull(slot, "slot is null");
    this.items = requireNonNull(items, "items is null");
    this.device = requireNonNull(device, "device is null");
    this.configured =
        ModelNeeds.configured(maxHistory, requireNonNull(settings, "settings is null"));
    ModelSettingMeters.register(configured, registry);
    this.loading =
        Timer.builder("laser.model.loading")
            .description("Loading a model, computing its item rows and warming it up")
            .register(registry);
    Gauge.builder("laser.model.items", slot, ModelSwapper::itemCount)
        .description("Items with a row of the serving model")
        .register(registry);
  }

  private static int itemCount(ModelSlot slot) {
    ServingModel serving = slot.current();
    return serving == null ? 0 : serving.itemCount();
  }

  /**
   * Puts the model into service.
   *
   * @throws InvalidBundleException if it does not fit; the serving model stays
   */
  public synchronized void install(ModelBundle bundle) {
    ModelCheck.requireFit(bundle, configured);
    long started = System.nanoTime();
    ServingModel next = ModelCheck.open(bundle, device, items);
    ServingModel previous = slot.swap(next);
    if (previous != null) {
      previous.close();
    }
    long nanos = System.nanoTime() - started;
    loading.record(Duration.ofNanos(nanos));
    log.info(
        "Model {} serves with {} items, {} ms after it arrived; previous: {}",
        next.version(),
        next.itemCount(),
        nanos / 1_000_000,
        previous == null ? "none" : previous.version());
  }

  /** Applies a change in the item table. */
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
