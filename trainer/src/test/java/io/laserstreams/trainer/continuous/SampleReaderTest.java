package io.laserstreams.trainer.continuous;

import static io.laserstreams.trainer.continuous.Samples.candidate;
import static io.laserstreams.trainer.continuous.Samples.sample;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.features.FeatureSpec.Encoder;
import io.laserstreams.crm.features.FeatureSpec.Standardised;
import io.laserstreams.crm.features.StreamingValues;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import io.laserstreams.runtime.deadletter.BadRecordException;
import io.laserstreams.schema.KnowledgeVector;
import io.laserstreams.schema.SampleCandidate;
import io.laserstreams.schema.SampleEvent;
import io.laserstreams.schema.ServedFeatures;
import io.laserstreams.schema.TrainingSample;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SampleReaderTest {
  private static final SampleCandidate LIKED = candidate("a", 1, 0, 0.5, 7L);
  private static final SampleCandidate PASSED = candidate("b", 0, 1, 0.01, null);

  private final FeatureSpec spec = Samples.spec(2, null, new Encoder("small", 2));
  private final SampleReader reader = new SampleReader(spec, 0);

  @Test
  void shouldTakeTheUserAsServed() {
    List<SampleEvent> history =
        List.of(
            new SampleEvent("x", 5f, 10L),
            new SampleEvent("y", null, 20L),
            new SampleEvent("z", 2f, 30L));
    List<KnowledgeVector> vectors =
        List.of(
            new KnowledgeVector("other", List.of(9f)),
            new KnowledgeVector("small", List.of(.6f, .8f)));
    LabelledSlate slate = reader.read(sample("imp", 40, history, vectors, List.of(LIKED, PASSED)));

    assertEquals("imp", slate.impressionId());
    assertEquals(40, slate.eventTime());
    assertEquals(Map.of("age", "25"), slate.user().profile());
    assertEquals(Map.of("device", "phone"), slate.user().context());
    assertArrayEquals(new float[] {.6f, .8f}, slate.user().knowledge());
    assertEquals(
        List.of("y", "z"), slate.user().history().stream().map(event -> event.itemId()).toList());
    assertTrue(Float.isNaN(slate.user().history().get(0).value()));
    assertEquals(2f, slate.user().history().get(1).value());
    assertEquals(30, slate.user().history().get(1).eventTime());
    assertEquals(
        List.of(
            new LabelledSlate.Candidate("a", 1, Float.NaN, 1, true),
            new LabelledSlate.Candidate("b", 0, Float.NaN, 1, false)),
        slate.candidates());
  }

  @Test
  void shouldHaveNoKnowledgeOfAUserWithoutTheEncodersVector() {
    assertNull(
        reader.read(sample("imp", 40, List.of(), List.of(), List.of(LIKED))).user().knowledge());
    SampleReader without = new SampleReader(Samples.spec(2, null, null), 0);
    List<KnowledgeVector> vectors = List.of(new KnowledgeVector("small", List.of(.6f, .8f)));
    assertNull(
        without.read(sample("imp", 40, List.of(), vectors, List.of(LIKED))).user().knowledge());
  }

  @Test
  void shouldAllowOlderKnowledgeIfNoModelServed() {
    TrainingSample unserved = sample("imp", 40, List.of(), List.of(), List.of(PASSED));
    unserved.put("modelVersion", null);
    assertTrue(reader.read(unserved).candidates().get(0).hadKnowledge());
  }

  @Test
  void shouldWeightByClippedInversePropensityIfConfigured() {
    LabelledSlate slate =
        new SampleReader(spec, 10)
            .read(sample("imp", 40, List.of(), List.of(), List.of(LIKED, PASSED)));
    assertEquals(2f, slate.candidates().get(0).weight());
    assertEquals(10f, slate.candidates().get(1).weight());
    assertThrows(IllegalArgumentException.class, () -> new SampleReader(spec, 0.5));
  }

  @Test
  void shouldRefuseSamplesThatViolateTheContract() {
    assertBad(reader, "empty-sample", sample("imp", 40, List.of(), List.of(), List.of()));
    assertBad(
        reader,
        "bad-label",
        sample("imp", 40, List.of(), List.of(), List.of(candidate("a", Float.NaN, 0, 1, null))));
    assertBad(
        reader,
        "bad-label",
        sample("imp", 40, List.of(), List.of(), List.of(candidate("a", 2, 0, 1, null))));
    assertBad(
        reader,
        "future-event",
        sample("imp", 40, List.of(new SampleEvent("x", 5f, 40L)), List.of(), List.of(LIKED)));
    assertBad(
        reader,
        "vector-size",
        sample(
            "imp",
            40,
            List.of(),
            List.of(new KnowledgeVector("small", List.of(1f))),
            List.of(LIKED)));
    assertBad(
        reader,
        "vector-not-finite",
        sample(
            "imp",
            40,
            List.of(),
            List.of(new KnowledgeVector("small", List.of(1f, Float.NaN))),
            List.of(LIKED)));
    assertBad(
        new SampleReader(spec, 10),
        "bad-propensity",
        sample("imp", 40, List.of(), List.of(), List.of(candidate("a", 1, 0, 0, null))));
  }

  @Test
  void shouldReadFeaturesByNameAndUseTheMeanOfMissingOnes() {
    FeatureSpec.Streaming reads =
        new FeatureSpec.Streaming(
            List.of(new Standardised("user.count", 9, 1)),
            List.of(
                new Standardised("item.mean", 0, 1),
                new Standardised("taste.value", 8, 1),
                new Standardised("item.count", 0, 1)),
            StreamingSettings.DEFAULT);
    SampleReader streaming = new SampleReader(spec.withStreaming(reads), 0);
    LabelledSlate slate =
        streaming.read(
            featured(
                List.of("user.count"),
                List.of(1f),
                List.of("item.count", "item.mean"),
                List.of(2f, 3f)));
    StreamingValues values = LoggedFeatures.read(slate.features(), reads, 1);
    assertArrayEquals(new float[] {1}, values.ofUser());
    assertArrayEquals(new float[] {3, 8, 2}, values.ofCandidates()[0]);
    assertFalse(streaming.complete(slate));
    assertTrue(reader.complete(slate));

    LabelledSlate older = streaming.read(sample("imp", 40, List.of(), List.of(), List.of(LIKED)));
    assertArrayEquals(
        new float[] {0, 8, 0}, LoggedFeatures.read(older.features(), reads, 1).ofCandidates()[0]);
    assertFalse(streaming.complete(older));
    assertNull(LoggedFeatures.read(slate.features(), null, 1));
  }

  @Test
  void shouldRefuseInvalidFeatures() {
    List<String> names = List.of("item.count", "item.mean");
    assertBad(
        reader, "bad-features", featured(List.of("user.count"), List.of(), names, List.of(1f, 2f)));
    assertBad(
        reader, "bad-features", featured(List.of("user.count"), List.of(1f), names, List.of(1f)));
    assertBad(
        reader,
        "bad-features",
        featured(List.of("user.count"), List.of(1f), names, List.of(1f, Float.NaN)));
    assertBad(
        reader,
        "bad-features",
        featured(List.of("user.count"), List.of(Float.NEGATIVE_INFINITY), names, List.of(1f, 2f)));
    assertBad(
        reader, "bad-features", featured(List.of(), List.of(), List.of("a", "a"), List.of(1f, 2f)));
  }

  private static TrainingSample featured(
      List<String> ofUser, List<Float> userValues, List<String> names, List<Float> values) {
    SampleCandidate candidate = new SampleCandidate("a", 1f, null, 0, 0.0, 0.5, null, values);
    TrainingSample sample = sample("imp", 40, List.of(), List.of(), List.of(candidate));
    sample.put("features", new ServedFeatures(ofUser, userValues, names, 3L, 4L, 5L, 6L));
    return sample;
  }

  private static void assertBad(SampleReader reader, String reason, TrainingSample sample) {
    BadRecordException bad = assertThrows(BadRecordException.class, () -> reader.read(sample));
    assertEquals(reason, bad.reason());
    assertTrue(bad.getMessage().contains("imp"), bad.getMessage());
  }
}
