package io.laserstreams.tools.demo.world;

/**
 * The size and the dynamics of a world.
 *
 * @param users number of users
 * @param items number of items on offer at a time; each new one replaces the oldest
 * @param impressionsPerNewItem impressions between two new items
 * @param candidates candidates of a slate
 * @param shown how many of them the user sees, from the top of the ranking
 * @param newestShare share of the candidates that are drawn from the newest quarter of the items
 * @param driftPerImpression by how many radians every user's taste turns with each impression of
 *     the world
 */
public record WorldSpec(
    int users,
    int items,
    int impressionsPerNewItem,
    int candidates,
    int shown,
    double newestShare,
    double driftPerImpression) {
  public WorldSpec {
    if (users < 1 || impressionsPerNewItem < 1 || shown < 1) {
      throw new IllegalArgumentException(
          "A world needs users, new items and a slate: users "
              + users
              + ", impressionsPerNewItem "
              + impressionsPerNewItem
              + ", shown "
              + shown);
    }
    if (candidates < shown || items < 2 * candidates) {
      throw new IllegalArgumentException(
          "A world needs shown <= candidates <= items / 2, but has shown "
              + shown
              + ", candidates "
              + candidates
              + ", items "
              + items);
    }
  }

  /** Small enough to learn from a few minutes of traffic, and with new items all the time. */
  public static WorldSpec standard() {
    return new WorldSpec(400, 600, 10, 40, 10, 0.5, 2e-5);
  }
}
