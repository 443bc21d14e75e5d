/**
 * What policies of refreshing knowledge cost and bring, on a dataset; and what a cluster waits for.
 */
package io.laserstreams.tools.knowledge;
