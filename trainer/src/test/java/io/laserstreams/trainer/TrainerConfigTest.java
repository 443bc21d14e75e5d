package io.laserstreams.trainer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import io.laserstreams.trainer.continuous.TrainerSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class TrainerConfigTest {
  @Test
  void shouldHaveDefaultsThatLearnFromLittle() {
    TrainerSettings settings = TrainerConfig.read(Map.of());
    assertEquals(Duration.ofSeconds(10), settings.schedule().interval());
    assertEquals(200, settings.schedule().minimum());
    assertEquals(20_000, settings.schedule().buffer());
    assertEquals(5, settings.release().kept());
    assertEquals(0, settings.learning().propensityClip());
    assertEquals(1, settings.learning().threads());
    assertEquals(
        new FeatureSpec.Encoder("bge-small-en-v15-q", 384), settings.model().spec().itemEncoder());
    assertEquals(Path.of("state/laser-trainer/checkpoints"), settings.checkpoints().path());
  }

  @Test
  void shouldReadWhatTheModelIsMadeOf() {
    FeatureSpec spec =
        TrainerConfig.read(
                Map.of(
                    "user.fields",
                    "age,place",
                    "item.fields",
                    "length",
                    "item.encoder",
                    "none",
                    "user.encoder",
                    "none",
                    "rating.bounds",
                    "1,2",
                    "history.length",
                    "7",
                    "categories.per.item",
                    "0"))
            .model()
            .spec();
    assertEquals(List.of("age", "place"), spec.userFields());
    assertEquals(List.of("length"), spec.itemFields());
    assertNull(spec.itemEncoder());
    assertNull(spec.userEncoder());
    assertEquals(List.of(1f, 2f), spec.valueBounds());
    assertEquals(7, spec.historyLength());
    assertEquals(0, spec.categoriesPerItem());
  }

  @Test
  void shouldReadTheStreamingFeaturesThatAreChosen() {
    assertNull(TrainerConfig.read(Map.of()).model().spec().streaming());
    FeatureSpec.Streaming all =
        TrainerConfig.read(Map.of("features", "streaming")).model().spec().streaming();
    assertEquals(StreamingSettings.DEFAULT, all.settings());
    FeatureSpec.Streaming some =
        TrainerConfig.read(
                Map.of(
                    "features",
                    "item,number:year,-item.trend",
                    "features.epoch.ms",
                    "1000",
                    "label.rating.above",
                    "2",
                    "features.user.fields",
                    "age"))
            .model()
            .spec()
            .streaming();
    List<String> names = some.ofCandidate().stream().map(FeatureSpec.Standardised::name).toList();
    assertTrue(
        names.contains("item.mean")
            && names.contains("number:year")
            && !names.contains("item.trend"),
        names.toString());
    assertEquals(1_000, some.settings().epochMillis());
    assertEquals(2, some.settings().likeAbove());
    assertEquals(List.of("age"), some.settings().segmentFields());
  }

  @Test
  void shouldSayWhatIsWrong() {
    assertRefused(Map.of("learning.rat", "1"), "learning.rate");
    assertRefused(Map.of("learning.rate", "0"), "learning.rate");
    assertRefused(Map.of("features", "item.meen"), "'item.meen' is not a streaming feature");
    assertRefused(Map.of("rating.bounds", "many"), "rating.bounds");
    assertRefused(Map.of("rating.bounds", "2,1"), "valueBounds must ascend");
    assertRefused(
        Map.of("round.slates.min", "500", "round.slates.max", "100"),
        "minimum is 500 and maximum 100");
  }

  private static void assertRefused(Map<String, String> properties, String reason) {
    String message =
        assertThrows(ConfigException.class, () -> TrainerConfig.read(properties)).getMessage();
    assertTrue(message.contains(reason), message);
  }
}
