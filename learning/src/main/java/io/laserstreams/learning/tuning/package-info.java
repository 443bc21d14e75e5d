/** Chooses how fast and how long a model learns, on the validation part of a dataset. */
package io.laserstreams.learning.tuning;
