package io.laserstreams.crm.features;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import java.util.Arrays;
import java.util.List;

/**
 * What a model reads and how it becomes numbers. Travels in the bundle as JSON; trainer and scorer
 * turn features into tensors by it and by nothing else.
 *
 * @param historyLength the newest events of a user's history that the model reads whatever the
 *     candidate, at least 1
 * @param valueBounds ascending bounds between the buckets of a rating, for example 1.5, 2.5, 3.5,
 *     4.5 for one to five stars
 * @param userFields names of the profile fields
 * @param contextFields names of the impression's context fields
 * @param itemFields names of the item fields
 * @param categoriesPerItem how many of an item's categories count, 0 for none
 * @param itemEncoder the encoder of item knowledge, null where the model uses none
 * @param userEncoder the encoder of user knowledge, null where the model uses none
 * @param capacity rows of the embedding tables
 * @param search how the history is searched for each candidate, null where the model does not
 *     search
 * @param streaming features computed from the stream, null where the model reads none
 */
public record FeatureSpec(
    int historyLength,
    List<Float> valueBounds,
    List<String> userFields,
    List<String> contextFields,
    List<String> itemFields,
    int categoriesPerItem,
    Encoder itemEncoder,
    Encoder userEncoder,
    Capacity capacity,
    Search search,
    @JsonInclude(JsonInclude.Include.NON_NULL) Streaming streaming) {
  /**
   * Buckets of the time between an event and the impression: the bit length of the whole seconds,
   * at most 31.
   */
  public static final int GAP_BUCKETS = 32;

  /**
   * Bounds of what a model reads, beyond all that serve: a description that is damaged must not
   * fill the memory.
   */
  private static final int MOST_NUMBERS = 16_384;

  private static final int MOST_EVENTS = 1_000_000;

  /** Value bucket of padding, where there is no event. */
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
      requireFrom1To(MOST_NUMBERS, dimensions, "dimensions");
    }
  }

  /**
   * Rows of the embedding tables, the row of unknown values included; a vocabulary never outgrows
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
   * @param length the newest events that are searched
   * @param events how many of them are found for a candidate, at most
   */
  public record Search(int length, int events) {
    /** What models that search do unless they are told otherwise. */
    public static final Search DEFAULT = new Search(200, 30);

    public Search {
      requireFrom1To(MOST_EVENTS, length, "search length");
      requireFrom1To(MOST_EVENTS, events, "search events");
    }
  }

  /**
   * Features computed from the stream, see {@code crm.streaming}.
   *
   * @param ofUser those of the user
   * @param ofCandidate those of the candidate and of both together
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

    /** The mean of each: what a model is tried out with. */
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
   * A feature with the distribution that it had in training: the model reads how many deviations it
   * is from the mean, at most five.
   *
   * @param name in the catalogue of streaming features
   */
  public record Standardised(String name, float mean, float deviation) {
    private static final float MOST = 5;

    public Standardised {
      requireNonNull(name, "name is null");
      if (!Float.isFinite(mean) || !(deviation > 0 && Float.isFinite(deviation))) {
        throw new IllegalArgumentException(
            "feature %s has mean %s and deviation %s".formatted(name, mean, deviation));
      }
    }

    float of(float value) {
      return Math.max(-MOST, Math.min(MOST, (value - mean) / deviation));
    }
  }

  public FeatureSpec {
    requireFrom1To(MOST_EVENTS, historyLength, "historyLength");
    valueBounds = List.copyOf(valueBounds);
    for (int i = 1; i < valueBounds.size(); i++) {
      if (!(valueBounds.get(i - 1) < valueBounds.get(i))) {
        throw new IllegalArgumentException("valueBounds must ascend, but are " + valueBounds);
      }
    }
    userFields = List.copyOf(userFields);
    contextFields = List.copyOf(contextFields);
    itemFields = List.copyOf(itemFields);
    if (categoriesPerItem < 0 || categoriesPerItem > MOST_NUMBERS) {
      throw new IllegalArgumentException(
          "categoriesPerItem is %d, must be from 0 to %d"
              .formatted(categoriesPerItem, MOST_NUMBERS));
    }
    requireNonNull(capacity, "capacity is null");
  }

  /**
   * A specification to be put together.
   *
   * @param historyLength the newest events of a user's history that the model reads whatever the
   *     candidate, at least 1
   */
  public static FeatureSpecBuilder builder(int historyLength, Capacity capacity) {
    return new FeatureSpecBuilder(historyLength, capacity);
  }

  /** The same with other encoders, null for none. */
  public FeatureSpec withEncoders(Encoder newItemEncoder, Encoder newUserEncoder) {
    return new FeatureSpecBuilder(this)
        .itemEncoder(newItemEncoder)
        .userEncoder(newUserEncoder)
        .build();
  }

  /** The same with another search, null for none. */
  public FeatureSpec withSearch(Search newSearch) {
    return new FeatureSpecBuilder(this).search(newSearch).build();
  }

  /** The same with other streaming features, null for none. */
  public FeatureSpec withStreaming(Streaming newStreaming) {
    return new FeatureSpecBuilder(this).streaming(newStreaming).build();
  }

  /** Numbers that the model reads of the user's streaming features. */
  @JsonIgnore
  public int streamingOfUser() {
    return streaming == null ? 0 : streaming.ofUser().size();
  }

  /** Numbers that it reads of each candidate's. */
  @JsonIgnore
  public int streamingOfCandidate() {
    return streaming == null ? 0 : streaming.ofCandidate().size();
  }

  /** How many of a user's newest events the model is to be given. */
  @JsonIgnore
  public int eventsRead() {
    return search == null ? historyLength : Math.max(historyLength, search.length());
  }

  public boolean useCategories() {
    return categoriesPerItem > 0;
  }

  /** Size of an item's knowledge vector, 0 where the model uses none. */
  @JsonIgnore
  public int itemVectorSize() {
    return itemEncoder == null ? 0 : itemEncoder.dimensions();
  }

  /** Size of a user's knowledge vector, 0 where the model uses none. */
  @JsonIgnore
  public int userVectorSize() {
    return userEncoder == null ? 0 : userEncoder.dimensions();
  }

  /** Value buckets: padding, click and one more than there are bounds. */
  @JsonIgnore
  public int valueBuckets() {
    return valueBounds.size() + 3;
  }

  /**
   * Row of a value in the joint table of several fields: each field has its own rows, the unknown
   * one is common to all.
   */
  int fieldRow(int field, int row) {
    return row == Vocabulary.UNKNOWN ? Vocabulary.UNKNOWN : field * capacity.fieldValues() + row;
  }

  /** The bucket of an event's value; {@code NaN}, a click, has its own. */
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
   * Returns the vector if an item may have it, see {@link InvalidVectorException}; null stands for
   * no knowledge.
   */
  public float[] checkedItemVector(String itemId, float[] vector) {
    return itemEncoder == null ? null : checked("item", itemId, vector, itemEncoder);
  }

  /**
   * Returns the vector if a user may have it, see {@link InvalidVectorException}; null stands for
   * no knowledge.
   */
  public float[] checkedUserVector(String userId, float[] vector) {
    return userEncoder == null ? null : checked("user", userId, vector, userEncoder);
  }

  private static float[] checked(String kind, String id, float[] vector, Encoder encoder) {
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

  private static void requireFrom1To(int most, int value, String name) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(
          "%s is %d, must be from 1 to %d".formatted(name, value, most));
    }
  }
}
