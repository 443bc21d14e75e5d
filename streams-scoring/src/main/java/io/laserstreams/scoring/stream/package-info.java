/** The topology of Kafka Streams: its processors and their stores. */
package io.laserstreams.scoring.stream;
