package io.laserstreams.crm.model;

import io.laserstreams.crm.ops.Ops;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields of user and item as vectors of one width, for models in which fields interact: profile
 * and context fields, the user's adapted knowledge, the pooled history; the item's id, categories,
 * fields and adapted knowledge. Knowledge without an adapter has another width and goes to the
 * dense layers only.
 */
record FieldTokens(SharedParts parts) {
  FieldTokens {
    ModelShape shape = parts.shape();
    int width = shape.idWidth();
    boolean adapted = parts.choice().knowledge() != ModelChoice.Knowledge.NONE && adapted(parts);
    if (shape.fieldWidth() != width
        || shape.valueWidth() != width
        || (adapted && shape.knowledgeWidth() != width)) {
      throw new IllegalArgumentException(
          ("model %s requires idWidth, fieldWidth, valueWidth and knowledgeWidth to be equal, but"
                  + " they are %d, %d, %d and %d")
              .formatted(
                  parts.choice().name(),
                  width,
                  shape.fieldWidth(),
                  shape.valueWidth(),
                  shape.knowledgeWidth()));
    }
  }

  private static boolean adapted(SharedParts parts) {
    return parts.choice().adapter() != ModelChoice.Adapter.NONE;
  }

  int width() {
    return parts.shape().idWidth();
  }

  /** Number of the user's fields, including the pooled history. */
  int ofUser() {
    return parts.profileFields()
        + (parts.spec().userEncoder() != null && adapted(parts) ? 1 : 0)
        + 1;
  }

  /** Number of a candidate's fields. */
  int ofItem() {
    return 1
        + (parts.spec().useCategories() ? 1 : 0)
        + parts.spec().itemFields().size()
        + (parts.knowledgeOnTarget() && adapted(parts) ? 1 : 0);
  }

  /**
   * The user's fields side by side, [s, 1, ofUser * width].
   *
   * @param profile null if there is only the pooled history
   */
  <T> T user(Ops<T> ops, @Nullable T profile, T pooled) {
    var fields = new ArrayList<T>();
    if (profile != null && ofUser() > 1) {
      fields.add(adaptedPart(ops, profile, (ofUser() - 1) * width(), parts.profileWidth()));
    }
    fields.add(pooled);
    return ops.concat(fields);
  }

  /** The candidates' fields side by side, [..., ofItem * width]. */
  <T> T item(Ops<T> ops, T item) {
    return adaptedPart(ops, item, ofItem() * width(), parts.targetWidth());
  }

  private static <T> T adaptedPart(Ops<T> ops, T x, int fields, int all) {
    return fields == all ? x : ops.split(x, fields, all - fields).get(0);
  }

  /** The fields stacked: [..., count * width] of {@code rank} axes becomes [..., count, width]. */
  <T> T stacked(Ops<T> ops, T x, int rank, int count) {
    int[] shape = new int[rank + 1];
    shape[rank - 1] = count;
    shape[rank] = width();
    return ops.reshape(x, shape);
  }

  /** User and candidate fields stacked: [s, n, ofUser + ofItem, width]. */
  <T> T all(Ops<T> ops, T user, T item) {
    return stacked(ops, ops.concat(List.of(ops.repeat(user, item), item)), 3, ofUser() + ofItem());
  }
}
