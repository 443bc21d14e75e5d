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
 * What scoring and knowledge would say to a record now: the rules, and the size beyond which what
 * they make of it is not written.
 *
 * @param mostBytes largest value, see {@code max.record.bytes}
 */
record AdmissionRules(RecordRules rules, InstantSource clock, int mostBytes) {
  private static final AvroSerializer<SpecificRecord> SERIALIZER =
      new AvroSerializer<>(new AnyId());

  AdmissionRules {
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
    int bytes = SERIALIZER.serialize("", value).length;
    return bytes <= mostBytes
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
                    mostBytes)));
  }

  /** For bytes that are counted and not sent. */
  private static final class AnyId implements Schemas {
    @Override
    public int id(String subject, Schema schema) {
      return 0;
    }

    @Override
    public Schema byId(int id) {
      throw new UnsupportedOperationException("Nothing is read");
    }
  }
}
