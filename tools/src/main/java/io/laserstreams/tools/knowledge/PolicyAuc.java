package io.laserstreams.tools.knowledge;

/**
 * How well a model ranks that reads what a policy has had written; scripts read it, so names do not
 * change.
 *
 * @param seed of the training
 * @param validationAuc of the chosen point of the learning curve
 * @param testAuc of the same model
 */
record PolicyAuc(long seed, double validationAuc, double testAuc) {}
