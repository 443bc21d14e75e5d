/** Avro in Confluent's wire format, with schemas from a Schema Registry. */
package io.laserstreams.schema.serde;
