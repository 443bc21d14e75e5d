/**
 * {@code laser knowledge}: knowledge of a living system as files, how complete it is, and what
 * policies of refreshing it cost and bring on a dataset.
 */
package io.laserstreams.tools.knowledge;
