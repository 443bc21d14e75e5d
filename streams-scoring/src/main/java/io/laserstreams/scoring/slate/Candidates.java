package io.laserstreams.scoring.slate;

import io.laserstreams.schema.Impression;
import java.util.LinkedHashSet;
import java.util.List;

/** The candidates of an impression. */
public final class Candidates {
  private Candidates() {}

  /** The distinct candidates in the order given; of duplicates the first counts. */
  public static List<String> of(Impression impression) {
    return List.copyOf(new LinkedHashSet<>(impression.getCandidates()));
  }
}
