package io.laserstreams.learning.reproduce;

/**
 * What a part of the work is estimated to cost on this machine.
 *
 * @param what a model with a kind of knowledge, or the search of a model's hyper-parameters
 * @param trainings how many are still to do
 * @param seconds how long they will take
 * @param measured whether it is known from finished rows, rather than from a short warm-up
 */
public record Cost(String what, int trainings, double seconds, boolean measured) {}
