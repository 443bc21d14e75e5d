/** Reads and writes model releases on the models topic, each release in one transaction. */
package io.laserstreams.trainer.release;
