package io.laserstreams.tools.up;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.model.ModelChoice;
import io.laserstreams.crm.model.Models;
import io.laserstreams.lm.support.TinyLanguageModel;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.scoring.config.ScoringConfig;
import io.laserstreams.tools.apps.AppKind;
import io.laserstreams.trainer.TrainerConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpSettingsTest {
  @TempDir Path folder;

  @Test
  void shouldLearnFromClicksWithStreamingFeatures() {
    UpSettings settings = settings(null, null, List.of());
    assertEquals("streaming", properties(settings, AppKind.TRAINER).get("features"));
    assertEquals("1", properties(settings, AppKind.TRAINER).get("features.shown.value"));
    assertEquals("1", properties(settings, AppKind.SCORING).get("features.shown.value"));
    for (AppKind app : AppKind.values()) {
      settings.check(app);
    }
  }

  @Test
  void shouldCloseWindowsSoonForAFirstTry() {
    Map<String, String> scoring =
        properties(settings(Duration.ofMinutes(1), null, List.of()), AppKind.SCORING);
    assertEquals("60000", scoring.get("attribution.window.ms"));
    assertEquals("10000", scoring.get("attribution.grace.ms"));
    assertEquals("10000", scoring.get("attribution.lateness.ms"));
    ScoringConfig.read(scoring);
    ScoringConfig.read(properties(settings(Duration.ofHours(5), null, List.of()), AppKind.SCORING));
  }

  @Test
  void shouldConfigureTheAppsForABundle() throws IOException {
    FeatureSpec spec =
        FeatureSpec.builder(600, new FeatureSpec.Capacity(100, 20, 30))
            .categoriesPerItem(2)
            .build();
    ModelBundle bundle =
        ModelBundle.untrained(
            "v",
            Models.of(
                ModelChoice.DEFAULT.withName("din").withKnowledge(ModelChoice.Knowledge.NONE),
                spec),
            1);
    Path file = folder.resolve("m.laser");
    bundle.write(file);
    UpSettings settings = settings(null, file, List.of());
    Map<String, String> trainer = properties(settings, AppKind.TRAINER);
    assertEquals(file.toString(), trainer.get(TrainerConfig.INITIAL_BUNDLE));
    assertEquals("din", TrainerConfig.read(trainer).model().choice().name());
    Map<String, String> scoring = properties(settings, AppKind.SCORING);
    assertEquals("600", scoring.get("history.length.max"));
    assertFalse(scoring.containsKey("features.shown.value"));
  }

  @Test
  void shouldSayThatABundleIsMissing() {
    UserException refusal =
        assertThrows(
            UserException.class, () -> settings(null, folder.resolve("none.laser"), List.of()));
    assertEquals(
        "--bundle: cannot read the model bundle %s: there is no file or folder %<s"
            .formatted(folder.resolve("none.laser")),
        refusal.getMessage());
  }

  @Test
  void shouldLetWhatIsSetByHandWin() {
    UpSettings settings =
        settings(null, null, List.of(new AppSetting(AppKind.TRAINER, "features", "none")));
    assertEquals("none", properties(settings, AppKind.TRAINER).get("features"));
  }

  @Test
  void shouldLetALanguageModelWrite() throws Exception {
    Path model = TinyLanguageModel.write(folder.resolve("tiny"), 1);
    UpSettings settings =
        new UpSettings(
            new UpOptions(
                0,
                0,
                null,
                1,
                null,
                new UpOptions.Content(null, null, null, null, model),
                List.of(new AppSetting(AppKind.WORKER, "prompt.words", "30"))));
    Map<String, String> worker = properties(settings, AppKind.WORKER);
    assertEquals("onnx", worker.get("generator.items"));
    assertEquals(model.toString(), worker.get("generator.onnx.path"));
    assertEquals("30", worker.get("prompt.words"));
    assertEquals(worker.get("generator.onnx.batch"), worker.get("worker.threads"));
    assertFalse(properties(settings, AppKind.SCORING).containsKey("generator.items"));
  }

  @Test
  void shouldServeTheTextsThatAModelHasLearntFrom() {
    Path texts = folder.resolve("item-texts.json");
    Map<String, String> worker =
        properties(settings(null, null, List.of()).withTexts(texts), AppKind.WORKER);
    assertEquals("file", worker.get("generator.items"));
    assertEquals(texts.toString(), worker.get("generator.file.path"));
    assertFalse(worker.containsKey("generator.users"));
    AppSetting byHand = new AppSetting(AppKind.WORKER, "generator.items", "template");
    assertEquals(
        "template",
        properties(settings(null, null, List.of(byHand)).withTexts(texts), AppKind.WORKER)
            .get("generator.items"));
  }

  private static Map<String, String> properties(UpSettings settings, AppKind app) {
    return settings.of(app, "localhost:1", "http://localhost:1", Path.of("state"));
  }

  private static UpSettings settings(
      @Nullable Duration window, @Nullable Path bundle, List<AppSetting> byHand) {
    return new UpSettings(
        new UpOptions(
            0, 0, null, 1, window, new UpOptions.Content(bundle, null, null, null, null), byHand));
  }
}
