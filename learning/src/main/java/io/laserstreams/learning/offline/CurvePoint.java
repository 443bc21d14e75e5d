package io.laserstreams.learning.offline;

/**
 * One point of a learning curve.
 *
 * @param samples learnt from so far
 * @param trainingLoss mean log loss of the steps since the previous point, in nats
 * @param validationAuc on the whole validation part
 * @param validationLogLoss on the whole validation part, in nats
 */
public record CurvePoint(
    long samples, double trainingLoss, double validationAuc, double validationLogLoss) {}
