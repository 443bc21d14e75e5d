package io.laserstreams.scoring.support;

import io.laserstreams.schema.serde.Schemas;
import io.laserstreams.schema.serde.UnreadableRecordException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/** An in-memory registry; ids start at 1. */
public final class MapSchemas implements Schemas {
  private final List<Schema> schemas = new ArrayList<>();

  @Override
  public synchronized int id(String subject, Schema schema) {
    int index = schemas.indexOf(schema);
    if (index < 0) {
      schemas.add(schema);
      index = schemas.size() - 1;
    }
    return index + 1;
  }

  @Override
  public synchronized Schema byId(int id) {
    if (id < 1 || id > schemas.size()) {
      throw new UnreadableRecordException("The schema registry knows no schema with id " + id);
    }
    return schemas.get(id - 1);
  }
}
