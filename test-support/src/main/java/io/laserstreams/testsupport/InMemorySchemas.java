package io.laserstreams.testsupport;

import io.laserstreams.schema.serde.RegistryUnavailableException;
import io.laserstreams.schema.serde.Schemas;
import io.laserstreams.schema.serde.UnreadableRecordException;
import io.laserstreams.schema.serde.UnregisteredSchemaException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.apache.avro.Schema;

/**
 * A schema registry in memory. Ids count from 1, and a schema has the same id under every subject.
 */
public final class InMemorySchemas implements Schemas {
  private final boolean registering;
  private final List<Schema> schemas = new ArrayList<>();
  private final Set<String> registered = new HashSet<>();
  private final Set<String> lookedUp = new HashSet<>();
  private boolean down;

  /** Registers whatever it is asked for. */
  public InMemorySchemas() {
    this(true);
  }

  private InMemorySchemas(boolean registering) {
    this.registering = registering;
  }

  /** Knows the schemas of subjects that were {@link #register registered}, and no others. */
  public static InMemorySchemas lookingUp() {
    return new InMemorySchemas(false);
  }

  public synchronized void register(String subject) {
    registered.add(subject);
  }

  public synchronized void deregister(String subject) {
    registered.remove(subject);
  }

  /** While down, it answers nothing. */
  public synchronized void setDown(boolean down) {
    this.down = down;
  }

  /** Subjects for which an id was returned. */
  public synchronized Set<String> lookedUp() {
    return Set.copyOf(lookedUp);
  }

  @Override
  public synchronized int id(String subject, Schema schema) {
    requireUp();
    if (!registering && !registered.contains(subject)) {
      throw new UnregisteredSchemaException(
          subject + " is not registered", new NoSuchElementException(subject));
    }
    if (!schemas.contains(schema)) {
      schemas.add(schema);
    }
    lookedUp.add(subject);
    return schemas.indexOf(schema) + 1;
  }

  @Override
  public synchronized Schema byId(int id) {
    requireUp();
    if (id < 1 || id > schemas.size()) {
      throw new UnreadableRecordException("The schema registry knows no schema with id " + id);
    }
    return schemas.get(id - 1);
  }

  private void requireUp() {
    if (down) {
      throw new RegistryUnavailableException("no answer", new ConnectException("no answer"));
    }
  }
}
