package io.laserstreams.schema.serde;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** Pairs {@link AvroSerializer} and {@link AvroDeserializer}. */
public final class AvroSerde {
  private AvroSerde() {}

  public static <T extends SpecificRecord> Serde<T> of(Schemas schemas, Class<T> type) {
    return Serdes.serdeFrom(new AvroSerializer<>(schemas), new AvroDeserializer<>(schemas, type));
  }
}
