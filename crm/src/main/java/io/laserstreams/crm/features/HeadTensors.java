package io.laserstreams.crm.features;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.history.HistoryEvent;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.List;

/**
 * The head's inputs that come from the users of s slates, in direct buffers that the next {@link
 * #fill} reuses. The one place where a user, a context and a history become numbers, for training
 * and for serving. Not thread-safe.
 *
 * <p>Histories are written oldest first and padded at the end to the longest of the batch, at least
 * 1; an empty history is all padding. If a history is longer than the specification's, its newest
 * events count.
 */
public final class HeadTensors {
  private final FeatureSpec spec;
  private final Vocabularies vocabularies;
  private int slates;
  private int length;
  private IntBuffer fields = DirectBuffers.ints();
  private IntBuffer values = DirectBuffers.ints();
  private IntBuffer gaps = DirectBuffers.ints();
  private IntBuffer positions = DirectBuffers.ints();
  private FloatBuffer mask = DirectBuffers.floats();
  private FloatBuffer share = DirectBuffers.floats();
  private FloatBuffer knowledge = DirectBuffers.floats();
  private FloatBuffer known = DirectBuffers.floats();

  /**
   * @throws IllegalArgumentException if the vocabularies do not fit the specification
   */
  public HeadTensors(FeatureSpec spec, Vocabularies vocabularies) {
    this.spec = requireNonNull(spec, "spec is null");
    this.vocabularies = requireNonNull(vocabularies, "vocabularies is null");
    vocabularies.requireFit(spec);
  }

  /** How many events of the user's history count. */
  public static int events(UserFeatures user, FeatureSpec spec) {
    return Math.min(user.history().size(), spec.historyLength());
  }

  /**
   * * Writes these users, one for each slate.
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
      at =
          putField(
              at,
              s,
              Vocabularies.of(vocabularies.userFields(), name).row(user.profile().get(name)));
    }
    for (String name : spec.contextFields()) {
      at =
          putField(
              at,
              s,
              Vocabularies.of(vocabularies.contextFields(), name).row(user.context().get(name)));
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
    for (int j = 0; j < events; j++) {
      int at = s * length + j;
      HistoryEvent event = user.history().get(first + j);
      values.put(at, spec.valueBucket(event.value()));
      gaps.put(at, FeatureSpec.gapBucket(user.eventTime() - event.eventTime()));
      positions.put(at, events - 1 - j);
      mask.put(at, 1);
      share.put(at, 1f / events);
    }
    for (int j = events; j < length; j++) {
      int at = s * length + j;
      values.put(at, FeatureSpec.PADDING);
      gaps.put(at, 0);
      positions.put(at, 0);
      mask.put(at, 0);
      share.put(at, 0);
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

  /** Positions counted back from the newest event, which has 0, int32 [s, length]. */
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

  /** Knowledge vectors, zero if absent, [s, userVectorSize]. */
  public FloatBuffer knowledge() {
    return knowledge;
  }

  /** 1 if the user has knowledge, else 0, [s]. */
  public FloatBuffer known() {
    return known;
  }
}
