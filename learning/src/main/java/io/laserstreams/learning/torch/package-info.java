/** Trains recommendation models in libtorch. */
package io.laserstreams.learning.torch;
