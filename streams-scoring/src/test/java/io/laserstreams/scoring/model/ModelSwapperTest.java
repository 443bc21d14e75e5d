package io.laserstreams.scoring.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.features.UserFeatures;
import io.laserstreams.crm.scoring.Device;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import io.laserstreams.scoring.items.ItemKnowledge;
import io.laserstreams.scoring.support.MapItems;
import io.laserstreams.scoring.support.TinyModels;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class ModelSwapperTest {
  private static final UserFeatures USER =
      new UserFeatures(1_000, Map.of("gender", "F"), Map.of(), List.of(), null);

  private final MapItems items = new MapItems().with("item1", "odd").with("item2", "even");
  private final ModelSlot slot = new ModelSlot();
  private final ModelSwapper keeper =
      new ModelSwapper(
          slot, items, Device.CPU, 100, StreamingSettings.DEFAULT, new SimpleMeterRegistry());

  @AfterEach
  void close() {
    keeper.close();
  }

  @Test
  void shouldLoseNoScoreAndMixNoModelsWhileModelsAreSwapped() throws Exception {
    List<ModelBundle> bundles =
        List.of(TinyModels.bundle("a"), TinyModels.bundle("b"), TinyModels.bundle("c"));
    Map<String, float[]> expected = new HashMap<>();
    for (ModelBundle bundle : bundles) {
      keeper.install(bundle);
      expected.put(bundle.version(), slot.use(ModelSwapperTest::score).orElseThrow());
    }
    AtomicBoolean stop = new AtomicBoolean();
    ExecutorService scoring = Executors.newFixedThreadPool(2);
    try {
      List<Future<Map<String, Integer>>> counts = new ArrayList<>();
      for (int thread = 0; thread < 2; thread++) {
        counts.add(
            scoring.submit(
                (Callable<Map<String, Integer>>)
                    () -> {
                      Map<String, Integer> scored = new HashMap<>();
                      while (!stop.get()) {
                        String version =
                            slot.use(
                                    model -> {
                                      assertArrayEquals(
                                          expected.get(model.version()), score(model));
                                      return model.version();
                                    })
                                .orElseThrow(
                                    () -> new AssertionError("there was no model for a moment"));
                        scored.merge(version, 1, Integer::sum);
                      }
                      return scored;
                    }));
      }
      for (int swap = 0; swap < 30; swap++) {
        keeper.install(bundles.get(swap % bundles.size()));
      }
      stop.set(true);
      for (Future<Map<String, Integer>> count : counts) {
        assertTrue(count.get().values().stream().mapToInt(Integer::intValue).sum() > 0);
      }
    } finally {
      stop.set(true);
      scoring.shutdownNow();
    }
    assertEquals(Optional.of("c"), slot.version());
  }

  @Test
  void shouldGiveANewModelTheItemsThatChangedUnderThePreviousOne() {
    keeper.install(TinyModels.bundle("a"));
    items.with(
        "item3",
        "odd",
        new ItemKnowledge(1, 0, Map.of(TinyModels.ENCODER, new float[] {1, 0, 0, 0})));
    keeper.itemChanged("item3");
    items.remove("item1");
    keeper.itemChanged("item1");
    for (String version : List.of("a", "b")) {
      keeper.install(TinyModels.bundle(version));
      boolean used =
          slot.use(
                  model -> {
                    assertTrue(model.row("item3", 1).known());
                    assertEquals(1, model.row("item3", 1).knowledge().position());
                    assertFalse(model.row("item1", 1).known());
                    assertEquals(2, model.itemCount());
                    return true;
                  })
              .orElse(false);
      assertTrue(used);
    }
  }

  @Test
  void shouldKnowALearntIdThatTheTableDoesNotHave() {
    keeper.install(TinyModels.bundle("a"));
    boolean used =
        slot.use(
                model -> {
                  ItemRow learnt = model.row("item20", 1);
                  assertFalse(learnt.known());
                  assertFalse(
                      Arrays.equals(learnt.numbers(), model.row("never-learnt", 1).numbers()));
                  return true;
                })
            .orElse(false);
    assertTrue(used);
  }

  private static float[] score(ServingModel model) {
    return model.logits(
        USER,
        List.of(),
        List.of(model.row("item1", 1_000).numbers(), model.row("item2", 1_000).numbers()),
        null);
  }
}
