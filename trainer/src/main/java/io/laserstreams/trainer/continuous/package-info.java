/**
 * Continuous training: reads samples into a window, trains in rounds, evaluates each candidate on
 * the newest samples, releases it if it is not worse than what serves, and writes checkpoints.
 */
package io.laserstreams.trainer.continuous;
