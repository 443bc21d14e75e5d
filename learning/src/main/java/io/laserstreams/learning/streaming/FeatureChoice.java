package io.laserstreams.learning.streaming;

import io.laserstreams.crm.streaming.FeatureCatalogue;
import io.laserstreams.crm.streaming.StreamingFeature;
import io.laserstreams.crm.streaming.StreamingFeatures;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import io.laserstreams.learning.dataset.CatalogueItem;
import io.laserstreams.learning.dataset.Dataset;
import io.laserstreams.learning.dataset.description.DatasetDescription;
import io.laserstreams.learning.dataset.description.DatasetDescription.Label;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which streaming features a dataset offers, and which of them a model reads. */
public final class FeatureChoice {
  /** Reads no streaming feature. */
  public static final String NONE = "none";

  /** Reads every feature that the dataset offers. */
  public static final String ALL = "streaming";

  private static final String NUMBER = "number:";
  private static final Pattern COMMA = Pattern.compile(",");
  private static final int MAX_SEGMENTS = 32;
  private static final int BUCKET = 4;

  private FeatureChoice() {}

  /**
   * The features of this choice.
   *
   * @param text {@link #NONE}, {@link #ALL}, or names of features and families, separated by
   *     commas; a minus sign before a name excludes it
   * @return null for none
   * @throws IllegalArgumentException for an unknown name; the message lists the known ones
   */
  public static @Nullable StreamingFeatures of(String text, Dataset data, long epochMillis) {
    if (text.equals(NONE)) {
      return null;
    }
    List<String> numbers = numbers(data);
    return of(text, settings(data, numbers, epochMillis), numbers);
  }

  /**
   * The features of this choice without a dataset to inspect: the numeric item fields are those
   * that it names as {@code number:FIELD}.
   *
   * @param text see {@link #of(String, Dataset, long)}
   * @return null for none
   * @throws IllegalArgumentException for an unknown name; the message lists the known ones
   */
  public static @Nullable StreamingFeatures of(String text, StreamingSettings settings) {
    if (text.equals(NONE)) {
      return null;
    }
    List<String> numbers =
        COMMA
            .splitAsStream(text)
            .filter(name -> name.startsWith(NUMBER))
            .map(name -> name.substring(NUMBER.length()))
            .toList();
    return of(text, settings, numbers);
  }

  private static StreamingFeatures of(
      String text, StreamingSettings settings, List<String> numbers) {
    List<StreamingFeature> all = FeatureCatalogue.all(settings, numbers);
    Set<String> chosen = new HashSet<>();
    for (String name : COMMA.splitAsStream(text).toList()) {
      boolean excluded = name.startsWith("-");
      List<String> matched = matching(excluded ? name.substring(1) : name, all);
      if (excluded) {
        matched.forEach(chosen::remove);
      } else {
        chosen.addAll(matched);
      }
    }
    return new StreamingFeatures(
        settings, all.stream().filter(feature -> chosen.contains(feature.name())).toList());
  }

  /** How to keep the state behind this dataset's features. */
  public static StreamingSettings settings(Dataset data, long epochMillis) {
    return settings(data, numbers(data), epochMillis);
  }

  private static StreamingSettings settings(Dataset data, List<String> numbers, long epochMillis) {
    return likes(data.description())
        .withFields(segments(data), numbers.stream().map(field -> field + "/" + BUCKET).toList())
        .withEpochMillis(epochMillis);
  }

  private static List<String> matching(String name, List<StreamingFeature> all) {
    List<String> names =
        all.stream()
            .filter(
                feature ->
                    name.equals(ALL)
                        || feature.name().equals(name)
                        || feature.family().equals(name))
            .map(StreamingFeature::name)
            .toList();
    if (names.isEmpty()) {
      throw new IllegalArgumentException(
          ("'%s' is not a streaming feature here: choose from %s, %s, or the families before the"
                  + " first dot or colon of %s")
              .formatted(name, NONE, ALL, all.stream().map(StreamingFeature::name).toList()));
    }
    return names;
  }

  private static StreamingSettings likes(DatasetDescription description) {
    var features = description.features();
    StreamingSettings byLabel = likes(description.label());
    return (features.clickValue() == null
            ? byLabel
            : byLabel.withLikes(byLabel.likeAbove(), features.clickValue()))
        .withShown(features.shownValue());
  }

  private static StreamingSettings likes(Label label) {
    if (label.column() == null && label.above() != null) {
      return StreamingSettings.DEFAULT.withLikes(
          label.above().floatValue(), label.above().floatValue() + 1);
    }
    if (label.column() == null && label.atLeast() != null) {
      return StreamingSettings.DEFAULT.withLikes(
          Math.nextDown(label.atLeast().floatValue()), label.atLeast().floatValue());
    }
    return StreamingSettings.DEFAULT.withLikes(Label.LIKED_OTHERWISE, 1);
  }

  /** Profile fields with few distinct values. */
  private static List<String> segments(Dataset data) {
    Map<String, Set<String>> values = new TreeMap<>();
    for (Map<String, String> profile : data.profiles().values()) {
      profile.forEach(
          (field, value) -> values.computeIfAbsent(field, key -> new HashSet<>()).add(value));
    }
    return values.entrySet().stream()
        .filter(entry -> entry.getValue().size() <= MAX_SEGMENTS)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Item fields whose values are mostly whole numbers. */
  private static List<String> numbers(Dataset data) {
    Map<String, int[]> counts = new TreeMap<>();
    for (CatalogueItem item : data.items().values()) {
      item.fields()
          .forEach(
              (field, value) -> {
                int[] count = counts.computeIfAbsent(field, key -> new int[2]);
                count[0]++;
                count[1] += value.matches("\\d{1,9}") ? 1 : 0;
              });
    }
    List<String> numbers = new ArrayList<>();
    counts.forEach(
        (field, count) -> {
          if (2 * count[1] > count[0]) {
            numbers.add(field);
          }
        });
    return numbers;
  }
}
