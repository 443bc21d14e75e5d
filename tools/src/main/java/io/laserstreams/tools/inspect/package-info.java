/** {@code laser inspect}: everything that a living system has about one user or item. */
package io.laserstreams.tools.inspect;
