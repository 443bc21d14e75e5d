package io.laserstreams.learning.reproduce;

/**
 * The estimated cost of a part of the work on this machine.
 *
 * @param what a model with a kind of knowledge, or the search of a model's hyper-parameters
 * @param trainings number still to do
 * @param seconds that they will take
 * @param measured whether the estimate comes from finished rows rather than a few steps
 */
public record Cost(String what, int trainings, double seconds, boolean measured) {}
