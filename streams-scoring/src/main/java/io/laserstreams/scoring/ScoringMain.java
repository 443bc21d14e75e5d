package io.laserstreams.scoring;

import io.laserstreams.runtime.process.AppMain;

/** Runs streams-scoring as a process: {@code --config file}. */
public final class ScoringMain {
  private ScoringMain() {}

  public static void main(String[] args) {
    AppMain.main(args, ScoringApp::new);
  }
}
