package io.laserstreams.crm.history;

/** First byte of every stored record of a history. */
final class CodecVersion {
  static final byte CURRENT = 1;

  private CodecVersion() {}
}
