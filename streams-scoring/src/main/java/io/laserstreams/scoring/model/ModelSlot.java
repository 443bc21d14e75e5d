package io.laserstreams.scoring.model;

import io.laserstreams.crm.features.FeatureSpec;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Holds the serving model. A caller uses one model from beginning to end and never waits; closing a
 * replaced model waits for that model's callers only.
 */
public final class ModelSlot {
  private final AtomicReference<@Nullable ServingModel> serving = new AtomicReference<>();

  /** Applies work to the serving model; empty if there is no model. */
  public <R> Optional<R> use(Function<ServingModel, R> work) {
    for (ServingModel model = serving.get(); model != null; model = serving.get()) {
      // A model that cannot be entered has just been replaced: the next look finds its successor.
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

  /** Version of the serving model; empty if there is no model. */
  public Optional<String> version() {
    return Optional.ofNullable(serving.get()).map(ServingModel::version);
  }

  /** What the serving model reads; empty if there is no model. */
  public Optional<FeatureSpec> spec() {
    return Optional.ofNullable(serving.get()).map(ServingModel::spec);
  }

  /** The serving model for its keeper; null if there is no model. */
  @Nullable ServingModel current() {
    return serving.get();
  }

  /** Puts a model, or null, into service; returns the previous one, which may still be in use. */
  @Nullable ServingModel swap(@Nullable ServingModel next) {
    return serving.getAndSet(next);
  }
}
