package io.laserstreams.schema.serde;

import io.laserstreams.schema.Interaction;
import org.apache.avro.util.ClassSecurityValidator;

/**
 * Lets Avro create instances of the contracts' generated classes. Since 1.12.2 Avro instantiates
 * only trusted classes; what the process trusts already stays trusted.
 */
final class TrustedRecords {
  private static final String PACKAGE = Interaction.class.getPackageName();

  static {
    ClassSecurityValidator.setGlobal(
        ClassSecurityValidator.composite(
            ClassSecurityValidator.getGlobal(), type -> type.getPackageName().equals(PACKAGE)));
  }

  private TrustedRecords() {}

  /** Takes effect once per process. */
  static void trust() {}
}
