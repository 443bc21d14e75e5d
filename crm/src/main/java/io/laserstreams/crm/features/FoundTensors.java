package io.laserstreams.crm.features;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.history.HistoryEvent;
import io.laserstreams.crm.search.FoundEvents;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.List;

/**
 * The head's inputs for the events found for each of n candidates of s slates, in direct buffers
 * that the next {@link #fill} reuses. Padded at the end to the largest number of events found for a
 * candidate of the batch, at least 1. Not thread-safe.
 */
public final class FoundTensors {
  private final FeatureSpec spec;
  private int length;
  private IntBuffer values = DirectBuffers.ints();
  private IntBuffer gaps = DirectBuffers.ints();
  private FloatBuffer mask = DirectBuffers.floats();
  private FloatBuffer share = DirectBuffers.floats();
  private FloatBuffer scores = DirectBuffers.floats();

  public FoundTensors(FeatureSpec spec) {
    this.spec = requireNonNull(spec, "spec is null");
  }

  /**
   * Writes the events found.
   *
   * @param users the users, one for each slate
   * @param found events, as indices into the user's history, by slate and candidate
   * @param width candidates of the longest slate
   */
  public void fill(List<UserFeatures> users, FoundEvents[][] found, int width) {
    length = 1;
    for (FoundEvents[] slate : found) {
      for (FoundEvents each : slate) {
        length = Math.max(length, each.size());
      }
    }
    int size = users.size() * width * length;
    values = DirectBuffers.ints(values, size);
    gaps = DirectBuffers.ints(gaps, size);
    mask = DirectBuffers.floats(mask, size);
    share = DirectBuffers.floats(share, size);
    scores = DirectBuffers.floats(scores, size);
    for (int s = 0; s < users.size(); s++) {
      for (int c = 0; c < width; c++) {
        put(
            (s * width + c) * length,
            users.get(s),
            c < found[s].length ? found[s][c] : FoundEvents.NOTHING);
      }
    }
  }

  private void put(int at, UserFeatures user, FoundEvents found) {
    for (int j = 0; j < found.size(); j++) {
      HistoryEvent event = user.history().get(found.events()[j]);
      values.put(at + j, spec.valueBucket(event.value()));
      gaps.put(at + j, FeatureSpec.gapBucket(user.eventTime() - event.eventTime()));
      mask.put(at + j, 1);
      share.put(at + j, 1f / found.size());
      scores.put(at + j, found.scores()[j]);
    }
    for (int j = found.size(); j < length; j++) {
      values.put(at + j, FeatureSpec.PADDING);
      gaps.put(at + j, 0);
      mask.put(at + j, 0);
      share.put(at + j, 0);
      scores.put(at + j, 0);
    }
  }

  /** Columns, at least 1. */
  public int length() {
    return length;
  }

  /** Value buckets, int32 [s, n, length]. */
  public IntBuffer values() {
    return values;
  }

  /** Buckets of the time between event and impression, int32 [s, n, length]. */
  public IntBuffer gaps() {
    return gaps;
  }

  /** 1 for an event, 0 for padding, [s, n, length]. */
  public FloatBuffer mask() {
    return mask;
  }

  /** One over the number of events of the candidate, 0 for padding, [s, n, length]. */
  public FloatBuffer share() {
    return share;
  }

  /**
   * How much each event matters, see {@link io.laserstreams.crm.search.SearchKind}, 0 for padding,
   * [s, n, length].
   */
  public FloatBuffer scores() {
    return scores;
  }
}
