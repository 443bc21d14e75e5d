package io.laserstreams.scoring.slate;

import io.laserstreams.runtime.deadletter.BadRecordException;
import io.laserstreams.schema.Impression;
import java.util.LinkedHashSet;
import java.util.List;

/** The candidates of an impression. */
public final class Candidates {
  public static final int MOST = 1_000;

  private Candidates() {}

  /**
   * The distinct candidates in the order given; of duplicates the first counts.
   *
   * @throws BadRecordException where there are more than {@link #MOST}
   */
  public static List<String> of(Impression impression) {
    List<String> distinct = List.copyOf(new LinkedHashSet<>(impression.getCandidates()));
    if (distinct.size() > MOST) {
      throw new BadRecordException("too-many-candidates", "Impression " + impression.getImpressionId() + " has " + distinct.size()
          + " distinct candidates; at most " + MOST + " are scored in one slate. Ask for them in several impressions");
    }
    return distinct;
  }
}
