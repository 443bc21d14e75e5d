package io.laserstreams.tools.replay;

import io.laserstreams.learning.dataset.Dataset;
import io.laserstreams.learning.dataset.Impression;
import io.laserstreams.learning.dataset.Part;
import io.laserstreams.learning.dataset.Protocol;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All impressions of a dataset in the protocol's order, with event times that strictly increase for
 * each user.
 */
final class ReplayPlan {
  /** The user has not interacted before. */
  static final long NEVER = -1;

  private final Dataset data;
  private final Map<String, List<Integer>> byUser;
  private final long[] newestBefore;
  private final int[] samplesBefore;

  private ReplayPlan(
      Dataset data, Map<String, List<Integer>> byUser, long[] newestBefore, int[] samplesBefore) {
    this.data = data;
    this.byUser = byUser;
    this.newestBefore = newestBefore;
    this.samplesBefore = samplesBefore;
  }

  static ReplayPlan of(Dataset data) {
    List<Impression> impressions = data.impressions();
    Map<String, List<Integer>> byUser = new HashMap<>();
    Map<String, Long> newest = new HashMap<>();
    long[] newestBefore = new long[impressions.size()];
    int[] samplesBefore = new int[impressions.size() + 1];
    for (int i = 0; i < impressions.size(); i++) {
      Impression impression = impressions.get(i);
      byUser.computeIfAbsent(impression.userId(), user -> new ArrayList<>()).add(i);
      newestBefore[i] = newest.getOrDefault(impression.userId(), NEVER);
      samplesBefore[i + 1] = samplesBefore[i] + (impression.isSample() ? 1 : 0);
      if (impression.interactions() > 0) {
        newest.put(impression.userId(), impression.interactionTime());
      }
    }
    return new ReplayPlan(data, byUser, newestBefore, samplesBefore);
  }

  Dataset data() {
    return data;
  }

  List<Impression> impressions() {
    return data.impressions();
  }

  /**
   * Event time of the user's newest interaction before this impression; {@link #NEVER} without one.
   */
  long newestBefore(int index) {
    return newestBefore[index];
  }

  /**
   * Index of the impression with this id.
   *
   * @throws IllegalArgumentException if there is none
   */
  int index(String impressionId) {
    int end = impressionId.lastIndexOf('-');
    String start = data.name() + "-";
    if (!impressionId.startsWith(start) || end < start.length()) {
      throw new IllegalArgumentException("Not an impression of this replay: " + impressionId);
    }
    List<Integer> own = byUser.getOrDefault(impressionId.substring(start.length(), end), List.of());
    int number = Integer.parseInt(impressionId.substring(end + 1));
    if (number < 0 || number >= own.size()) {
      throw new IllegalArgumentException(
          "There is no impression " + impressionId + " in the dataset");
    }
    return own.get(number);
  }

  /** Index of the first sample of the protocol's test part. */
  int testFrom() {
    Protocol protocol = data.protocol();
    int wanted = protocol.first(Part.TEST) + 1;
    int at = Arrays.binarySearch(samplesBefore, wanted);
    while (at > 0 && samplesBefore[at - 1] == wanted) {
      at--;
    }
    return at < 0 ? impressions().size() : at - 1;
  }

  /** Samples among the impressions before this index. */
  int samplesBefore(int index) {
    return samplesBefore[index];
  }
}
