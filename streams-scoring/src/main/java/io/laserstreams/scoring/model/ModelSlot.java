package io.laserstreams.scoring.model;

import io.laserstreams.crm.features.FeatureSpec;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * Holds the model that serves. A caller works with one model from beginning to end; a swap waits
 * for nobody but the callers of the model that it takes away, and no caller ever waits.
 */
public final class ModelSlot {
  private final AtomicReference<ServingModel> serving = new AtomicReference<>();

  /** Works with the serving model; empty where there is none. */
  public <R> Optional<R> use(Function<ServingModel, R> work) {
    for (ServingModel model = serving.get(); model != null; model = serving.get()) {
      // A model that lets nobody in has just been replaced, so the next look finds its successor.
      if (model.enter()) {
        try {
          return Optional.of(work.apply(model));
        } finally {
          model.leave();
        }
      }
    }
    return Optional.empty();
  }

  /** Version of the serving model; empty where there is none. */
  public Optional<String> version() {
    return Optional.ofNullable(serving.get()).map(ServingModel::version);
  }

  /** What the serving model reads; empty where there is none. */
  public Optional<FeatureSpec> spec() {
    return Optional.ofNullable(serving.get()).map(ServingModel::spec);
  }

  /** The serving model for its keeper, or null. */
  ServingModel current() {
    return serving.get();
  }

  /** Puts a model, or null, in place; returns the one before, which may still be in use. */
  ServingModel swap(ServingModel next) {
    return serving.getAndSet(next);
  }
}
