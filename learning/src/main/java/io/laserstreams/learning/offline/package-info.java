/** Trains and evaluates models on the samples of a dataset. */
package io.laserstreams.learning.offline;
