package io.laserstreams.crm.features;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.history.HistoryEvent;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.List;

/**
 * The head's inputs that come from the users of s slates, in direct buffers that are reused by the
 * next {@link #fill}. The one place where a user, a context and a history become numbers, for
 * training and for serving. Not thread-safe.
 *
 * <p>Histories are written oldest first and padded at the end to the longest of the batch, at least
 * 1; an empty history is padding alone. Of a history that is longer than the specification's the
 * newest events count.
 */
public final class HeadTensors {
  private final FeatureSpec spec;
  private final Vocabularies vocabularies;
  private int slates;
  private int length;
  private IntBuffer fields;
  private IntBuffer values;
  private IntBuffer gaps;
  private IntBuffer positions;
  private FloatBuffer mask;
  private FloatBuffer share;
  private FloatBuffer knowledge;
  private FloatBuffer known;

  /**
   * @throws IllegalArgumentException if the vocabularies do not fit the specification
   */
  public HeadTensors(FeatureSpec spec, Vocabularies vocabularies) {
    this.spec = requireNonNull(spec, "spec is null");
    this.vocabularies = requireNonNull(vocabularies, "vocabularies is null");
    vocabularies.requireFit(spec);
  }

  /** How many events of this history count. */
  public static int events(UserFeatures user, FeatureSpec spec) {
    return Math.min(user.history().size(), spec.historyLength());
  }

  /**
   * Writes these users, one a slate.
   *
   * @throws InvalidVectorException if a knowledge vector has the wrong size or is not finite
   */
  public void fill(List<UserFeatures> users) {
    slates = users.size();
    length = 1;
    for (UserFeatures user : users) {
      length = Math.max(length, events(user, spec));
    }
    fields = DirectBuffers.ints(fields, slates * fieldCount());
    values = DirectBuffers.ints(values, slates * length);
    gaps = DirectBuffers.ints(gaps, slates * length);
    positions = DirectBuffers.ints(positions, slates * length);
    mask = DirectBuffers.floats(mask, slates * length);
    share = DirectBuffers.floats(share, slates * length);
    knowledge = DirectBuffers.floats(knowledge, slates * spec.userVectorSize());
    known = DirectBuffers.floats(known, slates);
    for (int s = 0; s < slates; s++) {
      put(s, users.get(s));
    }
  }

  private void put(int s, UserFeatures user) {
    int at = s * fieldCount();
    for (String name : spec.userFields()) {
      at = putField(at, s, vocabularies.userFields().get(name).row(user.profile().get(name)));
    }
    for (String name : spec.contextFields()) {
      at = putField(at, s, vocabularies.contextFields().get(name).row(user.context().get(name)));
    }
    putHistory(s, user);
    float[] vector =
        spec.checkedUserVector("of the slate at " + user.eventTime(), user.knowledge());
    known.put(s, vector == null ? 0 : 1);
    ItemTensors.putVector(knowledge, s, vector, spec.userVectorSize());
  }

  private int putField(int at, int s, int row) {
    fields.put(at, spec.fieldRow(at - s * fieldCount(), row));
    return at + 1;
  }

  private void putHistory(int s, UserFeatures user) {
    int events = events(user, spec);
    int first = user.history().size() - events;
    for (int j = 0; j < length; j++) {
      int at = s * length + j;
      boolean real = j < events;
      HistoryEvent event = real ? user.history().get(first + j) : null;
      values.put(at, real ? spec.valueBucket(event.value()) : FeatureSpec.PADDING);
      gaps.put(at, real ? FeatureSpec.gapBucket(user.eventTime() - event.eventTime()) : 0);
      positions.put(at, real ? events - 1 - j : 0);
      mask.put(at, real ? 1 : 0);
      share.put(at, real ? 1f / events : 0);
    }
  }

  private int fieldCount() {
    return spec.userFields().size() + spec.contextFields().size();
  }

  public int slates() {
    return slates;
  }

  /** Columns of the history tensors, at least 1. */
  public int length() {
    return length;
  }

  /**
   * Rows in the joint table of all profile and context fields, int32 [s, userFields +
   * contextFields].
   */
  public IntBuffer fields() {
    return fields;
  }

  /** Value buckets, int32 [s, length]. */
  public IntBuffer values() {
    return values;
  }

  /** Buckets of the time between event and impression, int32 [s, length]. */
  public IntBuffer gaps() {
    return gaps;
  }

  /** Places counted back from the newest event, which has 0, int32 [s, length]. */
  public IntBuffer positions() {
    return positions;
  }

  /** 1 for an event, 0 for padding, [s, length]. */
  public FloatBuffer mask() {
    return mask;
  }

  /** One over the number of events, 0 for padding, [s, length]. */
  public FloatBuffer share() {
    return share;
  }

  /** Knowledge vectors, zero where there is none, [s, userVectorSize]. */
  public FloatBuffer knowledge() {
    return knowledge;
  }

  /** 1 where the user has knowledge, else 0, [s]. */
  public FloatBuffer known() {
    return known;
  }
}
