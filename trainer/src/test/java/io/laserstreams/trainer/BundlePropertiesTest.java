package io.laserstreams.trainer;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.crm.bundle.InvalidBundleException;
import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.model.ModelChoice;
import io.laserstreams.crm.model.Models;
import io.laserstreams.crm.streaming.FeatureCatalogue;
import io.laserstreams.crm.streaming.StreamingFeatures;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import io.laserstreams.learning.streaming.Moments;
import io.laserstreams.trainer.continuous.TrainerSettings;
import java.io.IOException;
import java.io.StringReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class BundlePropertiesTest {
  private static final StreamingSettings SETTINGS =
      StreamingSettings.DEFAULT
          .withEpochMillis(60_000)
          .withShown(1f)
          .withFields(List.of("age"), List.of("year/4"));

  @Test
  void shouldPrintPropertiesThatContinueTheBundle() throws IOException {
    ModelBundle bundle = bundle("din", true);
    TrainerSettings.Model configured = read(bundle);
    BundleProperties.requireContinuable(bundle, configured);
    assertEquals(bundle.spec().capacity(), configured.spec().capacity());
    assertEquals("din", configured.choice().name());
    assertTrue(
        BundleProperties.lines(bundle).contains("# features.user.idle.max.ms must not be set"));
  }

  @Test
  void shouldPrintPropertiesForAModelWithoutKnowledgeAndFeatures() throws IOException {
    ModelBundle bundle =
        bundle(
            ModelChoice.DEFAULT.withKnowledge(ModelChoice.Knowledge.NONE),
            spec().withEncoders(null, null));
    BundleProperties.requireContinuable(bundle, read(bundle));
  }

  @Test
  void shouldNotMindHowFeaturesAreStandardised() throws IOException {
    ModelBundle bundle = bundle("target-attention", true);
    FeatureSpec.Streaming streaming = bundle.spec().streaming();
    FeatureSpec.Streaming other =
        new FeatureSpec.Streaming(
            streaming.ofUser().stream()
                .map(each -> new FeatureSpec.Standardised(each.name(), 1, 2))
                .toList(),
            streaming.ofCandidate(),
            streaming.settings());
    TrainerSettings.Model configured = read(bundle);
    assertDoesNotThrow(
        () ->
            BundleProperties.requireContinuable(
                bundle(bundle.model().choice(), bundle.spec().withStreaming(other)), configured));
  }

  @Test
  void shouldSayWhichKeysKeepABundleFromBeingContinued() throws IOException {
    TrainerSettings.Model other = read(bundle("target-attention", false));
    String message =
        assertThrows(
                InvalidBundleException.class,
                () -> BundleProperties.requireContinuable(bundle("din", true), other))
            .getMessage();
    assertTrue(message.contains("model is target-attention, the bundle has din; "), message);
    assertTrue(message.contains("features is none, the bundle has streaming"), message);
    assertTrue(message.contains("It needs: model=din; "), message);
  }

  @Test
  void shouldRefuseAModelThatNoTrainerCanContinue() throws IOException {
    FeatureSpec two =
        spec()
            .withEncoders(new FeatureSpec.Encoder("one", 384), new FeatureSpec.Encoder("two", 16));
    ModelBundle bundle = bundle(ModelChoice.DEFAULT, two);
    String message =
        assertThrows(
                InvalidBundleException.class,
                () -> BundleProperties.requireContinuable(bundle, read(bundle)))
            .getMessage();
    assertTrue(message.startsWith("No trainer can continue model v: "), message);
  }

  private static TrainerSettings.Model read(ModelBundle bundle) throws IOException {
    Properties properties = new Properties();
    properties.load(new StringReader(String.join("\n", BundleProperties.lines(bundle))));
    Map<String, String> all = new HashMap<>();
    properties.stringPropertyNames().forEach(key -> all.put(key, properties.getProperty(key)));
    return TrainerConfig.read(all).model();
  }

  private static ModelBundle bundle(String model, boolean withFeatures) {
    StreamingFeatures all =
        new StreamingFeatures(SETTINGS, FeatureCatalogue.all(SETTINGS, List.of("year")));
    return bundle(
        ModelChoice.DEFAULT.withName(model),
        withFeatures ? spec().withStreaming(Moments.unheard(all)) : spec());
  }

  private static ModelBundle bundle(ModelChoice choice, FeatureSpec spec) {
    return ModelBundle.untrained("v", Models.of(choice, spec), 1);
  }

  private static FeatureSpec spec() {
    FeatureSpec.Encoder encoder = new FeatureSpec.Encoder("all-minilm-l6-v2-q", 384);
    return FeatureSpec.builder(17, new FeatureSpec.Capacity(100, 20, 30))
        .valueBounds(List.of(1.5f, 3f))
        .userFields(List.of("age", "place"))
        .itemFields(List.of("year"))
        .categoriesPerItem(2)
        .itemEncoder(encoder)
        .userEncoder(encoder)
        .build();
  }
}
