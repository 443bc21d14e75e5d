package io.laserstreams.crm.evaluation;

/**
 * A figure with its confidence interval, which contains it: where it would lie with other users.
 *
 * @param value the figure
 * @param low lower bound of the confidence interval
 * @param high upper bound of the confidence interval
 * @param deviation standard deviation over the resamples
 */
public record Interval(double value, double low, double high, double deviation) {}
