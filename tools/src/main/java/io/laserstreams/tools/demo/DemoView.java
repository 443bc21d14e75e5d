package io.laserstreams.tools.demo;

/** Shows a running demo. */
interface DemoView extends AutoCloseable {
  /** Shows a step before traffic flows. */
  void status(String line);

  /** Called about four times a second while traffic flows. */
  void show(Snapshot snapshot);

  @Override
  void close();
}
