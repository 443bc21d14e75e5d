package io.laserstreams.tools.backfill;

import static java.util.Objects.requireNonNull;

import io.laserstreams.schema.Interaction;
import io.laserstreams.schema.Item;
import io.laserstreams.schema.User;
import io.laserstreams.schema.rule.RecordRules;
import io.laserstreams.schema.rule.Violation;
import io.laserstreams.schema.serde.AvroSerializer;
import io.laserstreams.schema.serde.Schemas;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * Whether scoring and knowledge would accept a record now: the rules, and the maximum size of what
 * they write.
 *
 * @param maxBytes largest value, see {@code max.record.bytes}
 */
record AcceptanceRules(RecordRules rules, InstantSource clock, int maxBytes) {
  private static final AvroSerializer<SpecificRecord> SERIALIZER =
      new AvroSerializer<>(new AnyId());

  AcceptanceRules {
    requireNonNull(rules, "rules is null");
    requireNonNull(clock, "clock is null");
  }

  Optional<Violation> of(String key, Interaction interaction) {
    return rules.check(key, interaction, clock.millis());
  }

  Optional<Violation> of(String key, User user) {
    return rules
        .check(key, user, clock.millis())
        .or(() -> size(user, "fields", "User '" + key + "'"));
  }

  Optional<Violation> of(String key, Item item) {
    return rules
        .check(key, item, clock.millis())
        .or(() -> size(item, "text", "Item '" + key + "'"));
  }

  private Optional<Violation> size(SpecificRecord value, String field, String record) {
    int bytes = requireNonNull(SERIALIZER.serialize("", value), "no bytes").length;
    return bytes <= maxBytes
        ? Optional.empty()
        : Optional.of(
            new Violation(
                "too-large",
                field,
                record,
                String.format(
                    Locale.ROOT,
                    "the record has %,d bytes; at most %,d are written (max.record.bytes)",
                    bytes,
                    maxBytes)));
  }

  /** For bytes that are counted, not sent. */
  private static final class AnyId implements Schemas {
    @Override
    public int id(String subject, Schema schema) {
      return 0;
    }

    @Override
    public Schema byId(int id) {
      throw new UnsupportedOperationException("Only serializes");
    }
  }
}
