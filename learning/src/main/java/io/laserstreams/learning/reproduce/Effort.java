package io.laserstreams.learning.reproduce;

/**
 * What a model takes to train and to serve.
 *
 * @param trainSeconds wall-clock time of the training, including its evaluations on the validation
 *     part
 * @param servingMicros time of one candidate in slates of {@link ServingPace#CANDIDATES}, as
 *     served, on one thread
 * @param samples learnt from
 * @param parameters of the model
 */
public record Effort(double trainSeconds, double servingMicros, int samples, long parameters) {}
