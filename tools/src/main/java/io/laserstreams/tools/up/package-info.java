/** {@code laser up}: the whole system in one process, for a first look. */
package io.laserstreams.tools.up;
