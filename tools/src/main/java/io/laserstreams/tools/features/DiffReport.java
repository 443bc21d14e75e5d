package io.laserstreams.tools.features;

import io.laserstreams.crm.features.StreamingValues;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Served features beside the same ones computed again: what was compared, what differs, and what
 * could not be compared.
 */
public final class DiffReport {
  private final double tolerance;
  private final Map<String, FeatureDifference> features = new LinkedHashMap<>();
  private final Map<ExclusionReason, Long> excluded = new EnumMap<>(ExclusionReason.class);
  private long samples;
  private long withoutFeatures;
  private long refused;

  /**
   * @param tolerance the largest difference to ignore; with 0 every bit counts
   */
  DiffReport(double tolerance) {
    if (!(tolerance >= 0)) {
      throw new IllegalArgumentException("tolerance is " + tolerance + ", must not be negative");
    }
    this.tolerance = tolerance;
  }

  void sample(ServedSample sample, StreamingValues computed) {
    samples++;
    compare(sample, sample.ofUser(), sample.values()[0], computed.ofUser());
    for (int c = 0; c < sample.items().size(); c++) {
      compare(sample, sample.ofCandidates(), sample.values()[1 + c], computed.ofCandidates()[c]);
    }
  }

  private void compare(ServedSample sample, List<String> names, float[] served, float[] computed) {
    for (int f = 0; f < names.size(); f++) {
      float was = f < served.length ? served[f] : Float.NaN;
      String name = names.get(f);
      features.put(
          name,
          features
              .getOrDefault(name, FeatureDifference.none(name))
              .plus(was, computed[f], sample.impressionId(), tolerance));
    }
  }

  void exclude(ExclusionReason why) {
    excluded.merge(why, 1L, Long::sum);
  }

  void withoutFeatures(long count) {
    withoutFeatures = count;
  }

  void refused(long interactions) {
    refused = interactions;
  }

  /** Interactions that are left out, as scoring refused them. */
  public long refused() {
    return refused;
  }

  /** Samples that were compared. */
  public long samples() {
    return samples;
  }

  /** Samples that could not be compared, by reason. */
  public Map<ExclusionReason, Long> excluded() {
    return excluded;
  }

  /** Samples that could not be compared. */
  public long samplesExcluded() {
    return excluded.values().stream().mapToLong(n -> n).sum();
  }

  /** Values that were compared. */
  public long values() {
    return features.values().stream().mapToLong(FeatureDifference::compared).sum();
  }

  /** Values that differ by more than the tolerance; without one, in any bit. */
  public long differing() {
    return features.values().stream().mapToLong(FeatureDifference::differing).sum();
  }

  /** The largest difference. */
  public double largest() {
    return features.values().stream().mapToDouble(FeatureDifference::largest).max().orElse(0);
  }

  /** By feature, in the order in which they were served. */
  public List<FeatureDifference> features() {
    return new ArrayList<>(features.values());
  }

  /** Whether something was compared and nothing differs. */
  public boolean holds() {
    return samples > 0 && differing() == 0;
  }

  /** For people, without a full stop. */
  public String describe() {
    if (samples == 0) {
      return "no sample could be compared, "
          + withoutFeatures
          + " have no streaming features, excluded: "
          + excluded;
    }
    return String.format(
        Locale.ROOT,
        "%,d of %,d values of %,d samples, at most by %.2e",
        differing(),
        values(),
        samples,
        largest());
  }

  /** The report as people read it. */
  public List<String> text() {
    List<String> text = new ArrayList<>();
    text.add(
        String.format(
            Locale.ROOT,
            "%-26s %12s %12s %12s  %s",
            "feature",
            "compared",
            "differing",
            "largest",
            "where"));
    for (FeatureDifference line : features.values()) {
      text.add(
          String.format(
              Locale.ROOT,
              "%-26s %,12d %,12d %12.3g  %s",
              line.feature(),
              line.compared(),
              line.differing(),
              line.largest(),
              line.example() == null
                  ? ""
                  : line.example()
                      + ": served "
                      + line.served()
                      + ", computed again "
                      + line.computed()));
    }
    text.add("");
    text.add(
        String.format(
            Locale.ROOT,
            "%,d samples compared, %,d have no streaming features",
            samples,
            withoutFeatures));
    if (refused > 0) {
      text.add(
          String.format(
              Locale.ROOT,
              "%,d interactions left out: scoring refused them and wrote dead letters",
              refused));
    }
    excluded.forEach(
        (why, count) ->
            text.add(
                String.format(
                    Locale.ROOT, "%,d samples excluded, %s: %s", count, why, why.meaning())));
    text.add(
        samples == 0
            ? "Nothing could be compared."
            : differing() == 0 ? "No difference." : "They differ: " + describe());
    return text;
  }
}
