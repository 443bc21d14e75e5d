package io.laserstreams.crm.features;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model reads and how it becomes numbers. It travels in the bundle as JSON; trainer and
 * scorer turn features into tensors by this specification alone.
 *
 * @param historyLength how many of a user's newest events the model reads for every candidate, at
 *     least 1
 * @param valueBounds ascending bounds between the buckets of a rating, for example 1.5, 2.5, 3.5,
 *     4.5 for one to five stars
 * @param userFields names of the profile fields
 * @param contextFields names of the impression's context fields
 * @param itemFields names of the item fields
 * @param categoriesPerItem how many of an item's categories count; 0 for none
 * @param itemEncoder the encoder of item knowledge; null if the model uses none
 * @param userEncoder the encoder of user knowledge; null if the model uses none
 * @param capacity rows of the embedding tables
 * @param search how the history is searched for each candidate; null if the model does not search
 * @param streaming features computed from the stream; null if the model reads none
 */
public record FeatureSpec(
    int historyLength,
    List<Float> valueBounds,
    List<String> userFields,
    List<String> contextFields,
    List<String> itemFields,
    int categoriesPerItem,
    @Nullable Encoder itemEncoder,
    @Nullable Encoder userEncoder,
    Capacity capacity,
    @Nullable Search search,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Streaming streaming) {
  /**
   * Buckets of the time between an event and the impression: the bit length of the whole seconds,
   * at most 31.
   */
  public static final int GAP_BUCKETS = 32;

  /**
   * Bounds of what a model reads, far above what any model needs: a damaged description must not
   * fill the memory.
   */
  private static final int MAX_NUMBERS = 16_384;

  private static final int MAX_EVENTS = 1_000_000;

  /** Value bucket of padding, which stands for no event. */
  public static final int PADDING = 0;

  /** Value bucket of a click, which has no rating. */
  public static final int CLICK = 1;

  /**
   * A text encoder.
   *
   * @param id its id, for example {@code bge-small-en-v15-q}
   * @param dimensions size of its vectors
   */
  public record Encoder(String id, int dimensions) {
    public Encoder {
      requireNonNull(id, "id is null");
      requireFrom1To(MAX_NUMBERS, dimensions, "dimensions");
    }
  }

  /**
   * Rows of the embedding tables, including the row of unknown values; a vocabulary never outgrows
   * its table.
   *
   * @param items rows of the item table
   * @param categories rows of the category table
   * @param fieldValues rows of each field's table
   */
  public record Capacity(int items, int categories, int fieldValues) {
    public Capacity {
      requireFrom1To(Integer.MAX_VALUE, items, "items");
      requireFrom1To(Integer.MAX_VALUE, categories, "categories");
      requireFrom1To(Integer.MAX_VALUE, fieldValues, "fieldValues");
    }
  }

  /**
   * A search of the history for each candidate.
   *
   * @param length how many of the newest events are searched
   * @param events how many of them are found for a candidate, at most
   */
  public record Search(int length, int events) {
    /** The default of models that search. */
    public static final Search DEFAULT = new Search(200, 30);

    public Search {
      requireFrom1To(MAX_EVENTS, length, "search length");
      requireFrom1To(MAX_EVENTS, events, "search events");
    }
  }

  /**
   * Features computed from the stream, see {@code crm.streaming}.
   *
   * @param ofUser those of the user
   * @param ofCandidate those of the candidate and of user and candidate together
   * @param settings how the state behind them is kept
   */
  public record Streaming(
      List<Standardised> ofUser, List<Standardised> ofCandidate, StreamingSettings settings) {
    public Streaming {
      ofUser = List.copyOf(ofUser);
      ofCandidate = List.copyOf(ofCandidate);
      requireNonNull(settings, "settings is null");
      if (ofUser.isEmpty() && ofCandidate.isEmpty()) {
        throw new IllegalArgumentException(
            "streaming names no feature: leave it out for a model that reads none");
      }
    }

    /** The mean of every feature, for a trial run of a model. */
    public StreamingValues means(int candidates) {
      float[][] each = new float[candidates][];
      Arrays.fill(each, means(ofCandidate));
      return new StreamingValues(means(ofUser), each);
    }

    private static float[] means(List<Standardised> features) {
      float[] means = new float[features.size()];
      for (int f = 0; f < means.length; f++) {
        means[f] = features.get(f).mean();
      }
      return means;
    }
  }

  /**
   * A feature with its distribution in training: the model reads by how many deviations a value
   * differs from the mean, at most five.
   *
   * @param name in the catalogue of streaming features
   */
  public record Standardised(String name, float mean, float deviation) {
    private static final float MAX_DEVIATIONS = 5;

    public Standardised {
      requireNonNull(name, "name is null");
      if (!Float.isFinite(mean) || !(deviation > 0 && Float.isFinite(deviation))) {
        throw new IllegalArgumentException(
            "feature %s has mean %s and deviation %s: both must be finite, the deviation above 0"
                .formatted(name, mean, deviation));
      }
    }

    float of(float value) {
      return Math.max(-MAX_DEVIATIONS, Math.min(MAX_DEVIATIONS, (value - mean) / deviation));
    }
  }

  public FeatureSpec {
    requireFrom1To(MAX_EVENTS, historyLength, "historyLength");
    valueBounds = List.copyOf(valueBounds);
    for (int i = 1; i < valueBounds.size(); i++) {
      if (!(valueBounds.get(i - 1) < valueBounds.get(i))) {
        throw new IllegalArgumentException("valueBounds must ascend but are " + valueBounds);
      }
    }
    userFields = List.copyOf(userFields);
    contextFields = List.copyOf(contextFields);
    itemFields = List.copyOf(itemFields);
    if (categoriesPerItem < 0 || categoriesPerItem > MAX_NUMBERS) {
      throw new IllegalArgumentException(
          "categoriesPerItem is %d, must be from 0 to %d"
              .formatted(categoriesPerItem, MAX_NUMBERS));
    }
    requireNonNull(capacity, "capacity is null");
  }

  /**
   * Starts a specification.
   *
   * @param historyLength how many of a user's newest events the model reads for every candidate, at
   *     least 1
   */
  public static FeatureSpecBuilder builder(int historyLength, Capacity capacity) {
    return new FeatureSpecBuilder(historyLength, capacity);
  }

  /** A copy with other encoders; null for none. */
  public FeatureSpec withEncoders(
      @Nullable Encoder newItemEncoder, @Nullable Encoder newUserEncoder) {
    return new FeatureSpecBuilder(this)
        .itemEncoder(newItemEncoder)
        .userEncoder(newUserEncoder)
        .build();
  }

  /** A copy with another search; null for none. */
  public FeatureSpec withSearch(@Nullable Search newSearch) {
    return new FeatureSpecBuilder(this).search(newSearch).build();
  }

  /** A copy with other streaming features; null for none. */
  public FeatureSpec withStreaming(@Nullable Streaming newStreaming) {
    return new FeatureSpecBuilder(this).streaming(newStreaming).build();
  }

  /** How many streaming features of the user the model reads. */
  @JsonIgnore
  public int streamingOfUser() {
    return streaming == null ? 0 : streaming.ofUser().size();
  }

  /** How many streaming features of each candidate the model reads. */
  @JsonIgnore
  public int streamingOfCandidate() {
    return streaming == null ? 0 : streaming.ofCandidate().size();
  }

  /** How many of a user's newest events to give to the model. */
  @JsonIgnore
  public int eventsRead() {
    return search == null ? historyLength : Math.max(historyLength, search.length());
  }

  public boolean useCategories() {
    return categoriesPerItem > 0;
  }

  /** Size of an item's knowledge vector, 0 if the model uses none. */
  @JsonIgnore
  public int itemVectorSize() {
    return itemEncoder == null ? 0 : itemEncoder.dimensions();
  }

  /** Size of a user's knowledge vector, 0 if the model uses none. */
  @JsonIgnore
  public int userVectorSize() {
    return userEncoder == null ? 0 : userEncoder.dimensions();
  }

  /** Number of value buckets: padding, click, and one more than there are bounds. */
  @JsonIgnore
  public int valueBuckets() {
    return valueBounds.size() + 3;
  }

  /**
   * Row of a value in the joint table of several fields: each field has its own rows; they share
   * the row of unknown values.
   */
  int fieldRow(int field, int row) {
    return row == Vocabulary.UNKNOWN ? Vocabulary.UNKNOWN : field * capacity.fieldValues() + row;
  }

  /** The bucket of an event's value; a click, {@code NaN}, has its own. */
  public int valueBucket(float value) {
    if (Float.isNaN(value)) {
      return CLICK;
    }
    int bucket = CLICK + 1;
    for (float bound : valueBounds) {
      if (value < bound) {
        break;
      }
      bucket++;
    }
    return bucket;
  }

  /** The bucket of the milliseconds between an event and the impression. */
  public static int gapBucket(long millis) {
    long seconds = Math.max(0, millis) / 1000;
    return Math.min(GAP_BUCKETS - 1, Long.SIZE - Long.numberOfLeadingZeros(seconds));
  }

  /**
   * Returns the vector if the model can read it; null if the item has no knowledge or the model
   * reads none.
   *
   * @throws InvalidVectorException if it has the wrong size or is not finite
   */
  public float @Nullable [] checkedItemVector(String itemId, float @Nullable [] vector) {
    return itemEncoder == null ? null : checked("item", itemId, vector, itemEncoder);
  }

  /**
   * Returns the vector if the model can read it; null if the user has no knowledge or the model
   * reads none.
   *
   * @throws InvalidVectorException if it has the wrong size or is not finite
   */
  public float @Nullable [] checkedUserVector(String userId, float @Nullable [] vector) {
    return userEncoder == null ? null : checked("user", userId, vector, userEncoder);
  }

  private static float @Nullable [] checked(
      String kind, String id, float @Nullable [] vector, Encoder encoder) {
    if (vector == null) {
      return null;
    }
    if (vector.length != encoder.dimensions()) {
      throw new InvalidVectorException(
          InvalidVectorException.SIZE,
          "the knowledge vector of %s '%s' has %d numbers, encoder %s makes %d"
              .formatted(kind, id, vector.length, encoder.id(), encoder.dimensions()));
    }
    for (int i = 0; i < vector.length; i++) {
      if (!Float.isFinite(vector[i])) {
        throw new InvalidVectorException(
            InvalidVectorException.NOT_FINITE,
            "the knowledge vector of %s '%s' has %s at index %d".formatted(kind, id, vector[i], i));
      }
    }
    return vector;
  }

  private static void requireFrom1To(int max, int value, String name) {
    if (value < 1 || value > max) {
      throw new IllegalArgumentException(
          "%s is %d, must be from 1 to %d".formatted(name, value, max));
    }
  }
}
