package io.laserstreams.tools.bench.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.laserstreams.schema.Topic;
import io.laserstreams.schema.serde.AvroSerializer;
import io.laserstreams.schema.serde.Schemas;
import io.laserstreams.testsupport.InMemorySchemas;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

class SlateNumberTest {
  private static final SystemOptions.Load LOAD = new SystemOptions.Load(3, 300, 20, 5, 10);

  private static byte[] bytes(SpecificRecord value) {
    Schemas schemas = new InMemorySchemas();
    return new AvroSerializer<SpecificRecord>(schemas).serialize(Topic.IMPRESSIONS.on(""), value);
  }

  @Test
  void shouldReadTheNumberOfAnImpression() {
    Slates slates = new Slates(LOAD);

    assertEquals(0, SlateNumber.of(bytes(slates.impression(0, 1))));
    assertEquals(1_234_567, SlateNumber.of(bytes(slates.impression(1_234_567, 1))));
  }

  @Test
  void shouldRefuseAnotherRecord() {
    byte[] click = bytes(new Slates(LOAD).click(7, 1));

    assertThrows(IllegalArgumentException.class, () -> SlateNumber.of(click));
  }
}
