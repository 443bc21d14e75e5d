package io.laserstreams.schema.serde;

import io.laserstreams.schema.Interaction;
import org.apache.avro.util.ClassSecurityValidator;

/**
 * Tells Avro that the contracts' generated classes may be made from data. Since 1.12.2 Avro makes
 * no instance of a class that is not trusted; what the process trusts already stays trusted.
 */
final class TrustedRecords {
  private static final String PACKAGE = Interaction.class.getPackageName();

  static {
    ClassSecurityValidator.setGlobal(
        ClassSecurityValidator.composite(
            ClassSecurityValidator.getGlobal(), type -> type.getPackageName().equals(PACKAGE)));
  }

  private TrustedRecords() {}

  /** Once per process, whoever calls and however often. */
  static void trust() {}
}
