/** {@code laser dead-letters}: lists dead letters and sends them back. */
package io.laserstreams.tools.deadletters;
