/** Benchmarks of the hot paths by JMH, and tools that prepare and read measurements. */
package io.laserstreams.benchmarks;
