package io.laserstreams.crm.features;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.laserstreams.crm.TestModels;
import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.scoring.Device;
import io.laserstreams.crm.scoring.Scorer;
import io.laserstreams.crm.streaming.SyntheticStream;
import io.laserstreams.crm.streaming.factors.FittedFactors;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamingTensorsTest {
  private static final FeatureSpec SPEC = TestModels.SPEC.withStreaming(TestModels.STREAMING);

  @Test
  void shouldStandardiseAndClip() {
    var tensors = new StreamingTensors(SPEC);
    var values = new StreamingValues(new float[] {4.5f, -7}, new float[][] {{2, 9, -1}});
    tensors.fill(List.of(values), 2);
    assertEquals(2, tensors.ofUser().get(0));
    assertEquals(-5, tensors.ofUser().get(1));
    assertEquals(2, tensors.ofCandidate().get(0));
    assertEquals(5, tensors.ofCandidate().get(1));
    assertEquals(0, tensors.ofCandidate().get(2));
    assertEquals(0, tensors.ofCandidate().get(3));
    assertEquals(6, tensors.ofCandidate().remaining());
  }

  @Test
  void shouldRefuseMissingValues() {
    var tensors = new StreamingTensors(SPEC);
    var error =
        assertThrows(
            IllegalArgumentException.class,
            () -> tensors.fill(Arrays.asList((StreamingValues) null), 1));
    assertTrue(error.getMessage().contains("5 streaming features"), error.getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () ->
            tensors.fill(List.of(new StreamingValues(new float[1], new float[][] {{1, 2, 3}})), 1));
  }

  @Test
  void shouldTravelAsJsonAndLeaveOtherSpecificationsAsTheyWere() throws JsonProcessingException {
    var json = new ObjectMapper();
    assertEquals(SPEC, json.readValue(json.writeValueAsString(SPEC), FeatureSpec.class));
    assertFalse(json.writeValueAsString(TestModels.SPEC).contains("streaming"));
    assertNull(
        json.readValue(json.writeValueAsString(TestModels.SPEC), FeatureSpec.class).streaming());
  }

  @Test
  void shouldTravelInTheBundleWithItsFittedFactors() {
    var model = TestModels.streamingModel("target-attention");
    var plain = TestModels.bundle(model, 1);
    var bundle =
        ModelBundle.of(
            plain.manifest(),
            plain.vocabularies(),
            plain.weights(),
            SyntheticStream.fittedFactors(3));
    ModelBundle read = ModelBundle.read(bundle.toBytes());
    assertEquals(SyntheticStream.fittedFactors(3).version(), read.fittedFactors().version());
    assertEquals(TestModels.STREAMING, read.spec().streaming());
    assertEquals(FittedFactors.NONE, ModelBundle.read(plain.toBytes()).fittedFactors());
  }

  @Test
  void shouldNeverScoreWithMissingValues() {
    try (var scorer =
        Scorer.open(
            TestModels.bundle(TestModels.streamingModel("target-attention"), 1), Device.CPU)) {
      UserFeatures user = TestModels.user(1, 0);
      List<float[]> rows =
          List.of(scorer.itemRows(List.of(TestModels.item(1), TestModels.item(2))));
      assertEquals(2, scorer.logits(user, List.of(), rows, TestModels.streaming(1, 2)).length);
      assertThrows(IllegalArgumentException.class, () -> scorer.logits(user, List.of(), rows));
      assertThrows(
          IllegalArgumentException.class,
          () -> scorer.logits(user, List.of(), rows, TestModels.streaming(1, 1)));
    }
  }
}
