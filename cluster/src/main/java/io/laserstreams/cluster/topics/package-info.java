/** Provisions the catalogue of topics: topics, their configuration, schemas and the share group. */
package io.laserstreams.cluster.topics;
