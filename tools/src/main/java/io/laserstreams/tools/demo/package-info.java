/** {@code laser demo}: the whole system in one process, in a closed loop with a simulated world. */
package io.laserstreams.tools.demo;
