package io.laserstreams.learning.dataset;

import io.laserstreams.learning.dataset.file.FilePosition;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One row of the file of interactions.
 *
 * @param userId the user
 * @param time milliseconds since the epoch, 0 if the data have no time
 * @param impression id of the impression, null if each row is one of its own
 * @param context fields by name
 * @param candidate the item and its outcome
 * @param position of the row, for errors
 */
record Interaction(
    String userId,
    long time,
    @Nullable String impression,
    Map<String, String> context,
    Candidate candidate,
    FilePosition position) {}
