package io.laserstreams.crm.history;

/** First byte of every stored record of a history. */
final class CodecVersion {
  static final byte CURRENT = 1;

  private CodecVersion() {}

  static void check(byte[] bytes) {
    if (bytes.length == 0 || bytes[0] != CURRENT) {
      throw new IllegalStateException("Stored history "
          + (bytes.length == 0 ? "is empty" : "has codec version " + bytes[0]) + ", this release reads version " + CURRENT
          + "; run the release that wrote it, or reset the application's state");
    }
  }
}
