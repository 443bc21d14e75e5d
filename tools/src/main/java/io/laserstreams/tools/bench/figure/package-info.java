/** Figures of measurements: spread, JSON, and the page in {@code docs/benchmarks}. */
package io.laserstreams.tools.bench.figure;
