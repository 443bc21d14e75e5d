/** Fits the factors behind streaming features and recommendation models to interactions. */
package io.laserstreams.learning.factors;
