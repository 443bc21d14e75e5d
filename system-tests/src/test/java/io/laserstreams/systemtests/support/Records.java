package io.laserstreams.systemtests.support;

import io.laserstreams.schema.Interaction;
import io.laserstreams.schema.InteractionKind;
import io.laserstreams.schema.Knowledge;
import io.laserstreams.schema.KnowledgeAnswer;
import io.laserstreams.schema.KnowledgeVector;
import io.laserstreams.schema.Provenance;
import io.laserstreams.schema.SampleCandidate;
import io.laserstreams.schema.SubjectKind;
import io.laserstreams.schema.TrainingSample;
import io.laserstreams.schema.WindowClose;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Valid records, with the fields that a test cares about as parameters. */
public final class Records {
  /** The time of knowledge and samples, before any impression of a test. */
  private static final long EARLIER = 1_700_000_000_000L;

  private static final Provenance PROVENANCE =
      new Provenance("test", "1", List.of(Bundles.ENCODER.id()), EARLIER, "request", 0L, 0L);

  private Records() {}

  /**
   * @param impressionId null for a click outside any impression
   */
  public static Interaction click(String user, long eventTime, String impressionId, String item) {
    return new Interaction(
        user + "-" + eventTime,
        user,
        item,
        eventTime,
        InteractionKind.CLICK,
        impressionId,
        null,
        null);
  }

  public static Interaction rating(
      String user, long eventTime, String impressionId, String item, float value) {
    return new Interaction(
        user + "-" + eventTime,
        user,
        item,
        eventTime,
        InteractionKind.RATING,
        impressionId,
        null,
        value);
  }

  /**
   * @param number every element of the vector
   */
  public static Knowledge knowledge(
      SubjectKind kind, String subject, long position, int size, float number) {
    return new Knowledge(
        kind, subject, position, EARLIER, "A text.", vector(size, number), PROVENANCE);
  }

  public static KnowledgeAnswer answer(String item, int size, float number) {
    return new KnowledgeAnswer(
        "request",
        SubjectKind.ITEM,
        item,
        0L,
        EARLIER,
        "A text.",
        vector(size, number),
        PROVENANCE);
  }

  /** A sample whose user has a vector of this size and these elements. */
  public static TrainingSample sample(String user, int size, float number) {
    return new TrainingSample(
        "of-" + user,
        user,
        EARLIER,
        null,
        Map.of(),
        Map.of(),
        List.of(),
        1L,
        vector(size, number),
        null,
        List.of(new SampleCandidate("a", 1f, null, 0, 0.0, 1.0, null, List.of())),
        WindowClose.EVENT_TIME,
        EARLIER);
  }

  private static List<KnowledgeVector> vector(int size, float number) {
    return List.of(new KnowledgeVector(Bundles.ENCODER.id(), Collections.nCopies(size, number)));
  }
}
