package io.laserstreams.learning.dataset;

import io.laserstreams.learning.dataset.file.FilePosition;
import java.util.Map;

/**
 * One row of the interactions' file.
 *
 * @param userId who
 * @param time milliseconds since the epoch, 0 where the data have no time
 * @param impression which rows were shown together; null where each stands alone
 * @param context circumstances by name
 * @param candidate what was shown and what came of it
 * @param place of the row, as errors name it
 */
record Interaction(
    String userId,
    long time,
    String impression,
    Map<String, String> context,
    Candidate candidate,
    FilePosition place) {}
