package io.laserstreams.knowledge;

import io.laserstreams.runtime.process.AppMain;

/** Runs streams-knowledge as a process: {@code --config file}. */
public final class KnowledgeMain {
  private KnowledgeMain() {}

  public static void main(String[] args) {
    AppMain.main(args, KnowledgeApp::new);
  }
}
