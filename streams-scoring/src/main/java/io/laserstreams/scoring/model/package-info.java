/** Follows model releases, and loads, warms up, swaps and runs the serving model. */
package io.laserstreams.scoring.model;
