package io.laserstreams.worker.delivery;

/** What becomes of a delivered request; the names are those of KIP-932. */
public enum Acknowledgement {
  /** Done: never deliver it again. */
  ACCEPT,
  /** Not done and not to blame: deliver it again, to anyone. */
  RELEASE,
  /** It is a dead letter now: never deliver it again. */
  REJECT
}
