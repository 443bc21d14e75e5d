/**
 * Computes streaming features over a dataset, and keeps what a stream's features are learnt from.
 */
package io.laserstreams.learning.streaming;
