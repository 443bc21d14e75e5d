/** Measurements of a whole system, each part in a process of its own. */
package io.laserstreams.benchmarks.live;
