/**
 * State stores that survive a crash under exactly-once: RocksDB holds only committed writes
 * (KIP-892, which Kafka 4.3 does not implement). See decision 0043.
 */
package io.laserstreams.runtime.streams.store;
