package io.laserstreams.tools.demo;

/** Where a running demo shows itself. */
interface DemoView extends AutoCloseable {
  /** Says what is going on before traffic flows. */
  void status(String line);

  /** Called about four times a second while traffic flows. */
  void show(Snapshot snapshot);

  @Override
  void close();
}
