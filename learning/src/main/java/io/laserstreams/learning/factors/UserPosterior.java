package io.laserstreams.learning.factors;

/**
 * What a user's events say of the user's vector.
 *
 * @param mean bias, then the weights of the factors
 * @param covariance in the form of {@link Symmetric}
 */
record UserPosterior(double[] mean, double[] covariance) {}
