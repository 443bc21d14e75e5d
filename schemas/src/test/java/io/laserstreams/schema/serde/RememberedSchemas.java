package io.laserstreams.schema.serde;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/** A registry in a list: ids are places, starting at 1. */
final class RememberedSchemas implements Schemas {
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
