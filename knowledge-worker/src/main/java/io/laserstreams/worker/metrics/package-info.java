/** The worker's own meters. */
package io.laserstreams.worker.metrics;
