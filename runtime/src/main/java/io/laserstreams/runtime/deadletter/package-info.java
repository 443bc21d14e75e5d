/** Dead letters: what a bad record is, how it is reported, counted and read back. */
package io.laserstreams.runtime.deadletter;
