/** Tells knowledge from other texts that language models write. */
package io.laserstreams.worker.check;
