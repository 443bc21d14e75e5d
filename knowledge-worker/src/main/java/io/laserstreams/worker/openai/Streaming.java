package io.laserstreams.worker.openai;

/** Whether a server is asked for its answer in chunks. */
public enum Streaming {
  /** If it refuses to answer otherwise. */
  AUTO,
  TRUE,
  FALSE
}
