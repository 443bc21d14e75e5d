package io.laserstreams.scoring.user;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.laserstreams.crm.history.InMemoryByteStore;
import io.laserstreams.fuzzing.CodecFuzz;
import io.laserstreams.runtime.state.StateReader;
import io.laserstreams.runtime.state.StateWriter;
import io.laserstreams.runtime.state.UnreadableStateException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fuzz")
class VersionedStoreFuzzTest {
  private static final byte[] USER = "u".getBytes(UTF_8);

  private final InMemoryByteStore bytes = new InMemoryByteStore();

  @Test
  void shouldReadOrRefuseProfiles() {
    shouldReadOrRefuse(
        new VersionedStore<>(bytes, "profiles", 3, StateWriter::fields, StateReader::fields),
        List.of(Map.of(), Map.of("gender", "F", "age", "25")));
  }

  @Test
  void shouldReadOrRefuseKnowledge() {
    shouldReadOrRefuse(
        new VersionedStore<>(
            bytes, "user knowledge", 3, StateWriter::vectors, StateReader::vectors),
        List.of(Map.of("e", new float[] {1, 2}), Map.of("e", new float[] {3, 4})));
  }

  private <T> void shouldReadOrRefuse(VersionedStore<T> store, List<T> values) {
    for (int v = 0; v < values.size(); v++) {
      store.add("u", new StoredVersion<>(v, 100L * v, values.get(v)));
    }
    CodecFuzz.survives(
        List.of(bytes.get(USER)),
        UnreadableStateException.class,
        damaged -> {
          bytes.put(USER, damaged);
          store.newestBefore("u", 150);
          return store.add("u", new StoredVersion<>(1_000, 1_000, values.get(0)));
        },
        (damaged, added) -> store.newestBefore("u", Long.MAX_VALUE));
  }
}
