package io.laserstreams.tools.replay;

import io.laserstreams.tools.features.DiffReport;
import org.jspecify.annotations.Nullable;

/**
 * Counts and times of the part of a replay that went through Kafka.
 *
 * @param seconds from the first impression sent to the last score received
 * @param latencyP50 from impression sent to score received, milliseconds
 * @param latencyP99 the same
 * @param featuresDiff null unless requested
 */
record OnlineResult(
    double seconds,
    double latencyP50,
    double latencyP99,
    long knowledgeRecords,
    long deadLetters,
    long epochs,
    double epochWaitSeconds,
    @Nullable DiffReport featuresDiff) {}
