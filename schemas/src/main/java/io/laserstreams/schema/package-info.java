/** The contracts: the catalogue of topics and, generated from Avro, the records on them. */
package io.laserstreams.schema;
