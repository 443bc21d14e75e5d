package io.laserstreams.cli.replay;

/**
 * One rating as the tape plays it: an impression of one candidate, and a millisecond later the rating.
 *
 * @param user MovieLens' user id
 * @param earlier how many ratings the user gave before, by which the impression is numbered
 * @param movie MovieLens' movie id, the only candidate
 * @param stars 1 to 5
 * @param eventTime the impression's event time, milliseconds since the epoch; the rating's is one more
 * @param previousRatingTime event time of the user's rating before, -1 for the first one
 */
record Play(int user, int earlier, int movie, int stars, long eventTime, long previousRatingTime) {
  private static final String DATASET = "ml-1m";

  String impressionId() {
    return DATASET + "-" + user + "-" + earlier;
  }

  String interactionId() {
    return impressionId() + "-rating";
  }

  String userId() {
    return Integer.toString(user);
  }

  String itemId() {
    return Integer.toString(movie);
  }

  long ratingTime() {
    return eventTime + 1;
  }

  /** The protocol's label. */
  boolean liked() {
    return stars > 3;
  }

  /** Reads what {@link #impressionId} wrote: user and number. */
  static int[] parseImpressionId(String id) {
    String[] parts = id.split("-");
    if (parts.length != 4 || !id.startsWith(DATASET + "-")) {
      throw new IllegalArgumentException("Not an impression of this replay: " + id);
    }
    return new int[] {Integer.parseInt(parts[2]), Integer.parseInt(parts[3])};
  }
}
