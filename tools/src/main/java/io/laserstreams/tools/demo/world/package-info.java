/** A simulated world of users and items with known click probabilities. */
package io.laserstreams.tools.demo.world;
