package io.laserstreams.schema;

import io.laserstreams.schema.serde.Schemas;
import io.laserstreams.schema.serde.UnreadableRecordException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/**
 * A schema registry in memory; ids count from 1. Other modules use that of {@code test-support},
 * which depends on this module.
 */
public final class InMemorySchemas implements Schemas {
  private final List<Schema> schemas = new ArrayList<>();

  @Override
  public int id(String subject, Schema schema) {
    if (!schemas.contains(schema)) {
      schemas.add(schema);
    }
    return schemas.indexOf(schema) + 1;
  }

  @Override
  public Schema byId(int id) {
    if (id < 1 || id > schemas.size()) {
      throw new UnreadableRecordException("The schema registry knows no schema with id " + id);
    }
    return schemas.get(id - 1);
  }
}
