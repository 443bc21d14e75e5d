/** Reproduces published metrics: trains a grid of models, keeps the results and reports them. */
package io.laserstreams.learning.reproduce;
