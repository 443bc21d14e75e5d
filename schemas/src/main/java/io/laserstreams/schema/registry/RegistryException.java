package io.laserstreams.schema.registry;

/**
 * What a schema registry, or something else at its address, answers in place of what it was asked
 * for: any status but 200.
 */
public final class RegistryException extends Exception {
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int UNPROCESSABLE = 422;

  private final int status;
  private final int errorCode;

  /**
   * @param status HTTP's
   * @param errorCode the registry's, 0 if it names none
   * @param reason the registry's words, empty if it says none
   */
  RegistryException(int status, int errorCode, String reason) {
    super(
        (reason.isEmpty() ? "no reason given" : reason)
            + (errorCode == 0 ? "" : "; error code: " + errorCode));
    this.status = status;
    this.errorCode = errorCode;
  }

  /** HTTP's status. */
  public int status() {
    return status;
  }

  /**
   * Whether it is the registry that says that it knows no such subject, version or schema, by its
   * error codes 404xx. A 404 without one comes from something else at that address.
   */
  public boolean saysUnknown() {
    return status == NOT_FOUND && errorCode / 100 == NOT_FOUND;
  }

  /** Whether it finds the schema itself invalid. */
  public boolean refusesSchema() {
    return status == UNPROCESSABLE;
  }

  /** Whether it does not know who asks, or does not let them. */
  public boolean refusesCredentials() {
    return status == UNAUTHORIZED || status == FORBIDDEN;
  }

  boolean isElsewhere() {
    return status == NOT_FOUND && !saysUnknown();
  }
}
