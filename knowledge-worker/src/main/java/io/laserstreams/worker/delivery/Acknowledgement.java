package io.laserstreams.worker.delivery;

/** What to do with a delivered request; the names are those of KIP-932. */
public enum Acknowledgement {
  /** Done: never deliver it again. */
  ACCEPT,
  /** Not done, through no fault of the request: deliver it again, to any worker. */
  RELEASE,
  /** It is a dead letter now: never deliver it again. */
  REJECT
}
