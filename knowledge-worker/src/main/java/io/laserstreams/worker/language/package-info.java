/** Tells languages apart. */
package io.laserstreams.worker.language;
