package io.laserstreams.tools.demo;

import java.util.List;
import java.util.Optional;

/**
 * Everything that a view shows at one moment.
 *
 * @param second seconds since traffic started
 * @param length seconds of traffic in total
 * @param seed the world's seed
 * @param rates click-through rates of the last window
 * @param windowSeconds the window's length
 * @param history how far served was on the way from random to best, 0 to 1, in equal steps
 * @param perSecond recent scores a second
 * @param latencyP50 recent, milliseconds
 * @param latencyP99 recent, milliseconds
 * @param releases for each value of {@code history}, how many models were released in its step
 * @param firstModel what the first model waits for; empty once it is released
 * @param board the counts
 * @param writing about users and items
 * @param apps name and state of each app
 */
record Snapshot(
    int second,
    int length,
    long seed,
    Curve.Rates rates,
    int windowSeconds,
    List<Double> history,
    List<Integer> releases,
    Optional<String> firstModel,
    double perSecond,
    double latencyP50,
    double latencyP99,
    Scoreboard board,
    Notebook.Writing writing,
    List<String> apps) {}
