/** Configuration: keys, parsing and checking, properties of Kafka's clients, the reference. */
package io.laserstreams.runtime.config;
