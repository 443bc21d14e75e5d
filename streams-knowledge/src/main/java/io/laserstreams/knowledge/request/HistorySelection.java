package io.laserstreams.knowledge.request;

/** Which events a request about a user carries if there are more than it may. */
public enum HistorySelection {
  /** The newest. */
  NEWEST,
  /** The newer half of them the newest, the older half the most diverse of those before. */
  DIVERSE
}
