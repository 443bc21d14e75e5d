package io.laserstreams.crm.streaming;

import io.laserstreams.crm.streaming.settings.StreamingSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The one place where streaming features are declared. */
public final class FeatureCatalogue {
  private static final Map<String, StreamingFeature> FIXED =
      Stream.of(
              UserFeatureFamilies.counts(),
              UserFeatureFamilies.session(),
              ItemFeatureFamilies.counts(),
              PairFeatureFamilies.base(),
              PairFeatureFamilies.affinity(),
              PairFeatureFamilies.taste(),
              PairFeatureFamilies.tasteOfUser(),
              PairFeatureFamilies.coRating(),
              PairFeatureFamilies.text())
          .flatMap(List::stream)
          .collect(
              Collectors.toMap(
                  StreamingFeature::name, Function.identity(), (a, b) -> a, LinkedHashMap::new));

  /** Features that differ only in a field, by the part of their names before the colon. */
  private static final Map<String, Function<String, StreamingFeature>> BY_FIELD =
      Map.of(
          "segment", ItemFeatureFamilies::segment,
          "number", ItemFeatureFamilies::number,
          "affinity", PairFeatureFamilies::affinity);

  private FeatureCatalogue() {}

  /** The features that do not depend on settings or fields. */
  public static List<StreamingFeature> fixed() {
    return List.copyOf(FIXED.values());
  }

  /**
   * All features for these settings.
   *
   * @param numbers item fields that are whole numbers, each a feature of its own
   */
  public static List<StreamingFeature> all(StreamingSettings settings, List<String> numbers) {
    List<StreamingFeature> all = new ArrayList<>(FIXED.values());
    settings.segmentFields().forEach(field -> all.add(ItemFeatureFamilies.segment(field)));
    settings.affinityFields().forEach(field -> all.add(PairFeatureFamilies.affinity(field)));
    numbers.forEach(field -> all.add(ItemFeatureFamilies.number(field)));
    return all;
  }

  /**
   * The feature of this name.
   *
   * @throws IllegalArgumentException if unknown; it lists the choices
   */
  public static StreamingFeature of(String name) {
    StreamingFeature fixed = FIXED.get(name);
    if (fixed != null) {
      return fixed;
    }
    String[] parts = name.split(":", 2);
    if (parts.length == 2 && !parts[1].isEmpty() && BY_FIELD.containsKey(parts[0])) {
      return BY_FIELD.get(parts[0]).apply(parts[1]);
    }
    throw new IllegalArgumentException(
        ("'%s' is not a streaming feature: choose from %s, segment:FIELD, number:FIELD,"
                + " affinity:FIELD")
            .formatted(name, String.join(", ", FIXED.keySet())));
  }
}
