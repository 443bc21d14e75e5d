package io.laserstreams.tools.backfill;

/** Keeps state of what is published; the backfill waits for it. */
interface AwaitedApp {
  /** Waits for nobody. */
  AwaitedApp NONE =
      new AwaitedApp() {
        @Override
        public void awaitCatalogue() {}

        @Override
        public void awaitInteractions() {}
      };

  /** Returns once all users and items on the topics are known everywhere. */
  void awaitCatalogue();

  /**
   * Returns once all interactions on the topics are in their users' states, and in the item
   * statistics of every instance.
   */
  void awaitInteractions();
}
