package io.laserstreams.trainer.continuous;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.features.UserFeatures;
import java.util.List;

/**
 * A slate as it was served, with what the user then did; items are named, their features are looked up when it is trained on.
 *
 * @param impressionId unique id of the impression
 * @param user the user as served
 * @param candidates the candidates that were shown, at least one
 */
record ServedSlate(String impressionId, UserFeatures user, List<Candidate> candidates) {
  ServedSlate {
    requireNonNull(impressionId, "impressionId is null");
    requireNonNull(user, "user is null");
    candidates = List.copyOf(candidates);
  }

  long eventTime() {
    return user.eventTime();
  }

  /**
   * One that was shown.
   *
   * @param itemId the item
   * @param label 1 where the user liked it, else 0
   * @param weight weight of the sample in the loss
   * @param hadKnowledge whether knowledge about the item that is older than the impression may be used
   */
  record Candidate(String itemId, float label, float weight, boolean hadKnowledge) {
    Candidate {
      requireNonNull(itemId, "itemId is null");
    }
  }
}
