/** Compacted topics followed as tables, on every instance, beside or without Kafka Streams. */
package io.laserstreams.runtime.table;
