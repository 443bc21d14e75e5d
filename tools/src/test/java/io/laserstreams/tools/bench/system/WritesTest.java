package io.laserstreams.tools.bench.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.laserstreams.schema.Topic;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class WritesTest {
  @Test
  void shouldReadItsTextForm() {
    List<Writes> writes =
        List.of(new Writes("open-slates", 1.25, 4_300), new Writes("samples", 0.000_01, 900));

    assertEquals(writes, Writes.parse("key", Writes.format(writes)));
    assertEquals(List.of(), Writes.parse("key", Writes.format(List.of())));
  }

  @Test
  void shouldKnowTopicsFromStores() {
    assertEquals(Optional.of(Topic.SAMPLES), new Writes("samples", 1, 1).topic());
    assertEquals(Optional.empty(), new Writes("histories", 1, 1).topic());
  }

  @Test
  void shouldRefuseAnotherText() {
    assertThrows(ConfigException.class, () -> Writes.parse("key", "histories"));
    assertThrows(ConfigException.class, () -> Writes.parse("key", "histories=1.0x5,"));
  }
}
