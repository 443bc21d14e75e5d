package io.laserstreams.trainer.continuous;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.features.UserFeatures;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A slate as it was served, with what the user then did. It names its items; their features are
 * looked up when the slate is trained on.
 *
 * @param impressionId id of the impression, unique per user
 * @param userId the user who was served
 * @param user the user as served
 * @param candidates the candidates that were shown, at least one
 * @param features streaming features as served, null if none were served
 */
record LabelledSlate(
    String impressionId,
    String userId,
    UserFeatures user,
    List<Candidate> candidates,
    @Nullable LoggedFeatures features) {
  LabelledSlate {
    requireNonNull(impressionId, "impressionId is null");
    requireNonNull(userId, "userId is null");
    requireNonNull(user, "user is null");
    candidates = List.copyOf(candidates);
  }

  /** A unique id: two users may have impressions of the same id. */
  String id() {
    return impressionId + "/" + userId;
  }

  long eventTime() {
    return user.eventTime();
  }

  /**
   * A candidate that was shown.
   *
   * @param itemId the item
   * @param label 1 if the user liked it, else 0
   * @param value the user's rating, {@code NaN} if absent
   * @param weight weight of the sample in the loss
   * @param hadKnowledge whether the item's knowledge from before the impression may be used
   */
  record Candidate(String itemId, float label, float value, float weight, boolean hadKnowledge) {
    private static final float LIKED = 0.5f;

    Candidate {
      requireNonNull(itemId, "itemId is null");
    }

    boolean liked() {
      return label > LIKED;
    }

    /** Whether the user rated it or, without a rating, clicked on it. */
    boolean interacted() {
      return !Float.isNaN(value) || liked();
    }
  }
}
