/** Kafka clients that know the catalogue of topics: settings, readers, publishers. */
package io.laserstreams.tools.client;
