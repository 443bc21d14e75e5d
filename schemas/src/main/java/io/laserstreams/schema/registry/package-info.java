/**
 * A client of schema registries that speak Confluent's REST API: where they are, what they are
 * asked, and what is told of their answers. It knows HTTP and no records; {@link
 * io.laserstreams.schema.serde} remembers what it learns.
 */
package io.laserstreams.schema.registry;
