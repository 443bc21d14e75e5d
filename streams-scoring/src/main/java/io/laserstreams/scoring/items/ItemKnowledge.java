package io.laserstreams.scoring.items;

import java.util.Map;

/**
 * An item's knowledge as vectors by encoder id.
 *
 * @param position see {@code Knowledge}
 * @param basedOn event time of the newest event that it is based on
 */
public record ItemKnowledge(long position, long basedOn, Map<String, float[]> vectors) {}
