package io.laserstreams.worker;

import io.laserstreams.runtime.process.AppMain;

/** Runs the knowledge worker as a process. */
public final class WorkerMain {
  private WorkerMain() {}

  public static void main(String[] args) {
    AppMain.main(args, WorkerApp::new);
  }
}
