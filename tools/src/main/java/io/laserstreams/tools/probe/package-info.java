/** {@code laser probe}: one impression through a running system. */
package io.laserstreams.tools.probe;
