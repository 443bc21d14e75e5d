package io.laserstreams.crm.features;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.features.FeatureSpec.Capacity;
import io.laserstreams.crm.features.FeatureSpec.Encoder;
import io.laserstreams.crm.features.FeatureSpec.Search;
import io.laserstreams.crm.features.FeatureSpec.Streaming;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds a {@link FeatureSpec}; the model does not read what is not set. */
public final class FeatureSpecBuilder {
  private final int historyLength;
  private final Capacity capacity;
  private List<Float> valueBounds = List.of();
  private List<String> userFields = List.of();
  private List<String> contextFields = List.of();
  private List<String> itemFields = List.of();
  private int categoriesPerItem;
  private @Nullable Encoder itemEncoder;
  private @Nullable Encoder userEncoder;
  private @Nullable Search search;
  private @Nullable Streaming streaming;

  FeatureSpecBuilder(int historyLength, Capacity capacity) {
    this.historyLength = historyLength;
    this.capacity = requireNonNull(capacity, "capacity is null");
  }

  FeatureSpecBuilder(FeatureSpec spec) {
    this(spec.historyLength(), spec.capacity());
    valueBounds = spec.valueBounds();
    userFields = spec.userFields();
    contextFields = spec.contextFields();
    itemFields = spec.itemFields();
    categoriesPerItem = spec.categoriesPerItem();
    itemEncoder = spec.itemEncoder();
    userEncoder = spec.userEncoder();
    search = spec.search();
    streaming = spec.streaming();
  }

  /** Ascending bounds between the ratings that the model distinguishes. */
  public FeatureSpecBuilder valueBounds(List<Float> bounds) {
    valueBounds = bounds;
    return this;
  }

  /** Names of profile fields. */
  public FeatureSpecBuilder userFields(List<String> names) {
    userFields = names;
    return this;
  }

  /** Names of the impression's context fields. */
  public FeatureSpecBuilder contextFields(List<String> names) {
    contextFields = names;
    return this;
  }

  /** Names of item fields. */
  public FeatureSpecBuilder itemFields(List<String> names) {
    itemFields = names;
    return this;
  }

  /** How many of an item's categories count. */
  public FeatureSpecBuilder categoriesPerItem(int max) {
    categoriesPerItem = max;
    return this;
  }

  /** The encoder of item knowledge; null for none. */
  public FeatureSpecBuilder itemEncoder(@Nullable Encoder encoder) {
    itemEncoder = encoder;
    return this;
  }

  /** The encoder of user knowledge; null for none. */
  public FeatureSpecBuilder userEncoder(@Nullable Encoder encoder) {
    userEncoder = encoder;
    return this;
  }

  /** How the history is searched for each candidate; null for no search. */
  public FeatureSpecBuilder search(@Nullable Search newSearch) {
    search = newSearch;
    return this;
  }

  /** Features computed from the stream; null for none. */
  public FeatureSpecBuilder streaming(@Nullable Streaming newStreaming) {
    streaming = newStreaming;
    return this;
  }

  /**
   * @throws IllegalArgumentException if a value is out of its range
   */
  public FeatureSpec build() {
    return new FeatureSpec(
        historyLength,
        valueBounds,
        userFields,
        contextFields,
        itemFields,
        categoriesPerItem,
        itemEncoder,
        userEncoder,
        capacity,
        search,
        streaming);
  }
}
