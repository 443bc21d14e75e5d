package io.laserstreams.trainer.continuous;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.features.UserFeatures;
import java.util.List;

/**
 * A slate as it was served, with what the user then did; items are named, their features are looked
 * up when it is trained on.
 *
 * @param impressionId id of the impression, unique for the user
 * @param userId whose it is
 * @param user the user as served
 * @param candidates the candidates that were shown, at least one
 * @param features streaming features as served, null where there were none
 */
record LabelledSlate(
    String impressionId,
    String userId,
    UserFeatures user,
    List<Candidate> candidates,
    LoggedFeatures features) {
  LabelledSlate {
    requireNonNull(impressionId, "impressionId is null");
    requireNonNull(userId, "userId is null");
    requireNonNull(user, "user is null");
    candidates = List.copyOf(candidates);
  }

  /** Unique: two users may have impressions of one id. */
  String id() {
    return impressionId + "/" + userId;
  }

  long eventTime() {
    return user.eventTime();
  }

  /**
   * One that was shown.
   *
   * @param itemId the item
   * @param label 1 where the user liked it, else 0
   * @param value the user's rating, {@code NaN} where there was none
   * @param weight weight of the sample in the loss
   * @param hadKnowledge whether knowledge about the item that is older than the impression may be
   *     used
   */
  record Candidate(String itemId, float label, float value, float weight, boolean hadKnowledge) {
    private static final float LIKED = 0.5f;

    Candidate {
      requireNonNull(itemId, "itemId is null");
    }

    boolean liked() {
      return label > LIKED;
    }

    /** Whether the user rated it or, where there is no rating, clicked on it. */
    boolean interacted() {
      return !Float.isNaN(value) || liked();
    }
  }
}
