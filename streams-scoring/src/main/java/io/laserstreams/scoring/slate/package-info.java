/** Scores the slate of an impression: features, model call, ranking and exploration. */
package io.laserstreams.scoring.slate;
