/** Runs one Kafka Streams topology: its configuration, topics, health and failures. */
package io.laserstreams.runtime.streams;
