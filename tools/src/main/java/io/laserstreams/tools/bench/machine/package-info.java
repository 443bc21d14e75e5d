/** The machine and its processes: what they are, and which CPU time they took. */
package io.laserstreams.tools.bench.machine;
