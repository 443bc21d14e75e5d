package io.laserstreams.knowledge;

import io.laserstreams.schema.serde.RegistryUnavailableException;
import io.laserstreams.schema.serde.Schemas;
import io.laserstreams.schema.serde.UnreadableRecordException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/** An in-memory registry that registers every schema it is asked for. */
final class FakeSchemas implements Schemas {
  private final List<Schema> schemas = new ArrayList<>();
  private boolean down;

  /** From now on, look-ups by id fail. */
  void down() {
    down = true;
  }

  @Override
  public synchronized int id(String subject, Schema schema) {
    if (!schemas.contains(schema)) {
      schemas.add(schema);
    }
    return schemas.indexOf(schema) + 1;
  }

  @Override
  public synchronized Schema byId(int id) {
    if (down) {
      throw new RegistryUnavailableException("down", null);
    }
    if (id < 1 || id > schemas.size()) {
      throw new UnreadableRecordException("No schema with id " + id);
    }
    return schemas.get(id - 1);
  }
}
