package io.laserstreams.tools.demo.world;

/**
 * Size and temper of a world.
 *
 * @param users how many users visit
 * @param items how many items are on offer at a time; for every new one the oldest leaves
 * @param impressionsPerNewItem a new item appears every so many impressions
 * @param candidates candidates of a slate
 * @param shown how many of them, from the top of the ranking, the user gets to see
 * @param newestShare share of the candidates that is drawn from the newest quarter of the items
 * @param driftPerImpression by how many radians every user's taste turns from one impression of the
 *     world to the next
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
          "A world needs users, a pace of new items and a slate: users "
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

  /**
   * Small enough that a few minutes of traffic teach something, and with new items all the time.
   */
  public static WorldSpec standard() {
    return new WorldSpec(400, 600, 10, 40, 10, 0.5, 2e-5);
  }
}
