package io.laserstreams.tools.features;

import io.laserstreams.crm.features.StreamingValues;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Features as served beside the same ones computed again: what was compared, what differs, and what
 * could not be compared.
 */
public final class DiffReport {
  /** Why a sample could not be compared. */
  public enum Apart {
    /**
     * An interaction of the user came when the epoch in which it happened was over: what it left in
     * the user's state depends on the statistics of that moment.
     */
    LATE_INTERACTIONS(
        "of users an interaction of whom arrived late, after its epoch of item statistics"),
    /**
     * An interaction of the user stands on the topic twice, and it cannot be told which of the two
     * was taken.
     */
    INTERACTIONS_TWICE(
        "of users an interaction of whom is on its topic twice, as old dead letters are gone that"
            + " tell which one counted"),
    /** It saw more or fewer interactions of its user than the topic has before it. */
    OTHER_INTERACTIONS(
        "saw interactions of their user that came later or are no longer on their topic, or missed"
            + " some that were under way"),
    /** It was served when the epoch in which it happened was over, and saw what happened in it. */
    LATE_IMPRESSIONS("of impressions that arrived late, after their epoch of item statistics"),
    /**
     * Item statistics that it used had counted other interactions than there are on the topic
     * before its epoch.
     */
    LATE_STATISTICS(
        "saw item statistics that lagged, or interactions in them came late, twice after a restart,"
            + " or are no longer on their topic"),
    /** No model is known that has the fit. */
    UNKNOWN_FIT("were served by a model that is not on the models topic; name it with --bundle");

    private final String meaning;

    Apart(String meaning) {
      this.meaning = meaning;
    }

    public String meaning() {
      return meaning;
    }
  }

  /**
   * One feature.
   *
   * @param example the impression with the largest difference, null where there is none
   */
  public record Line(
      String feature,
      long compared,
      long differing,
      double largest,
      String example,
      float served,
      float computed) {
    private Line plus(float servedNow, float computedNow, String impressionId, double tolerance) {
      boolean same = Float.floatToIntBits(servedNow) == Float.floatToIntBits(computedNow);
      if (same || Math.abs((double) servedNow - computedNow) <= tolerance) {
        return new Line(feature, compared + 1, differing, largest, example, served, computed);
      }
      double difference = Math.abs((double) servedNow - computedNow);
      double size = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
      return example == null || size > largest
          ? new Line(
              feature, compared + 1, differing + 1, size, impressionId, servedNow, computedNow)
          : new Line(feature, compared + 1, differing + 1, largest, example, served, computed);
    }
  }

  private final double tolerance;
  private final Map<String, Line> lines = new LinkedHashMap<>();
  private final Map<Apart, Long> apart = new EnumMap<>(Apart.class);
  private long samples;
  private long withoutFeatures;
  private long refused;

  /**
   * @param tolerance the largest difference that is none; with 0 every bit counts
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
      lines.put(
          name,
          lines
              .getOrDefault(name, new Line(name, 0, 0, 0, null, 0, 0))
              .plus(was, computed[f], sample.impressionId(), tolerance));
    }
  }

  void apart(Apart why) {
    apart.merge(why, 1L, Long::sum);
  }

  void withoutFeatures(long count) {
    withoutFeatures = count;
  }

  void refused(long interactions) {
    refused = interactions;
  }

  /** Interactions that were left out, because scoring has refused them. */
  public long refused() {
    return refused;
  }

  /** Samples that were compared. */
  public long samples() {
    return samples;
  }

  /** Samples that could not be compared, by reason. */
  public Map<Apart, Long> apart() {
    return apart;
  }

  /** Samples that could not be compared. */
  public long samplesApart() {
    return apart.values().stream().mapToLong(n -> n).sum();
  }

  /** Numbers that were compared. */
  public long values() {
    return lines.values().stream().mapToLong(Line::compared).sum();
  }

  /** Numbers that differ by more than the tolerance, or with none in any bit. */
  public long differing() {
    return lines.values().stream().mapToLong(Line::differing).sum();
  }

  /** The largest difference. */
  public double largest() {
    return lines.values().stream().mapToDouble(Line::largest).max().orElse(0);
  }

  /** By feature, in the order in which they were served. */
  public List<Line> lines() {
    return new ArrayList<>(lines.values());
  }

  /** Whether something was compared and nothing differs. */
  public boolean holds() {
    return samples > 0 && differing() == 0;
  }

  /** One sentence for people. */
  public String describe() {
    if (samples == 0) {
      return "no sample could be compared, "
          + withoutFeatures
          + " have no streaming features, set apart: "
          + apart;
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
    for (Line line : lines.values()) {
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
              "%,d interactions left out: scoring refused them and has dead letters of them",
              refused));
    }
    apart.forEach(
        (why, count) ->
            text.add(
                String.format(
                    Locale.ROOT, "%,d samples set apart, %s: %s", count, why, why.meaning())));
    text.add(
        samples == 0
            ? "Nothing could be compared."
            : differing() == 0 ? "No difference." : "They differ: " + describe());
    return text;
  }
}
