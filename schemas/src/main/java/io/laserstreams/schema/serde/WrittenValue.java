package io.laserstreams.schema.serde;

import static java.util.Objects.requireNonNull;

import org.apache.avro.Schema;

/**
 * A value as its writer wrote it.
 *
 * @param schema the writer's
 * @param value in Avro's generic form
 * @param complete whether the value takes all bytes
 */
public record WrittenValue(Schema schema, Object value, boolean complete) {
  public WrittenValue {
    requireNonNull(schema, "schema is null");
    requireNonNull(value, "value is null");
  }
}
