package io.laserstreams.trainer;

import io.laserstreams.runtime.process.AppMain;

/** The trainer as a process: {@code --config FILE}. */
public final class TrainerMain {
  private TrainerMain() {}

  public static void main(String[] args) {
    AppMain.main(args, TrainerApp::new);
  }
}
