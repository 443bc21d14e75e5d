/** The app's own meters. */
package io.laserstreams.knowledge.metrics;
