/** {@code laser backfill}: publishes what happened before the stream existed. */
package io.laserstreams.tools.backfill;
