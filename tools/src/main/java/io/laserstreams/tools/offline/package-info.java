/**
 * {@code laser train} and {@code laser evaluate}: models on a dataset's files, without a cluster.
 */
package io.laserstreams.tools.offline;
