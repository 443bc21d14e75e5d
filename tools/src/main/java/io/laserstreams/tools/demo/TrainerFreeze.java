package io.laserstreams.tools.demo;

import io.laserstreams.runtime.App;
import io.laserstreams.tools.apps.AppGroup;

/** Stops the trainer once, off the loop's thread. */
final class TrainerFreeze {
  private final App trainer;
  private final AppGroup apps;
  private boolean frozen;

  TrainerFreeze(App trainer, AppGroup apps) {
    this.trainer = trainer;
    this.apps = apps;
  }

  void freeze() {
    if (!frozen) {
      frozen = true;
      Thread closing = new Thread(() -> apps.stop(trainer), "freeze-trainer");
      closing.setDaemon(true);
      closing.start();
    }
  }
}
