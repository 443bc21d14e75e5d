package io.laserstreams.tools.demo;

import java.util.List;

/**
 * All that a view shows at one moment.
 *
 * @param second seconds since traffic began
 * @param length seconds that it shall flow
 * @param seed the world's seed
 * @param rates click-through rates of the last window
 * @param windowSeconds the window's length
 * @param history how far served was on the way from random to best, 0 to 1, one value a ten seconds
 * @param perSecond scores received a second, lately
 * @param latencyP50 lately, milliseconds
 * @param latencyP99 lately, milliseconds
 * @param board the counts
 * @param apps one word of health for each app
 */
record Snapshot(
    int second,
    int length,
    long seed,
    Curve.Rates rates,
    int windowSeconds,
    List<Double> history,
    double perSecond,
    double latencyP50,
    double latencyP99,
    Scoreboard board,
    List<String> apps) {}
