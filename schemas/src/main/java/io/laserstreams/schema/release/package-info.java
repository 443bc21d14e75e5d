/**
 * Model bundles on their way through Kafka: split into checksummed chunks by {@link
 * io.laserstreams.schema.release.BundleChunks}, assembled by {@link
 * io.laserstreams.schema.release.BundleAssembler}.
 */
package io.laserstreams.schema.release;
