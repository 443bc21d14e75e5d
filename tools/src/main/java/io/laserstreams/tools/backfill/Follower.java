package io.laserstreams.tools.backfill;

/** Who keeps state from what is published, and is waited for. */
interface Follower {
  /** Nobody. */
  Follower NONE =
      new Follower() {
        @Override
        public void awaitCatalogue() {}

        @Override
        public void awaitInteractions() {}
      };

  /** Returns when all users and items on the topics are known everywhere. */
  void awaitCatalogue();

  /**
   * Returns when all interactions on the topics are in their users' states, and in the item
   * statistics of every instance.
   */
  void awaitInteractions();
}
