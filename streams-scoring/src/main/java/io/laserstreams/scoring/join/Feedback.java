package io.laserstreams.scoring.join;

/**
 * The user's feedback on one candidate within the attribution window. Any feedback implies that the
 * candidate was shown.
 *
 * @param position where it was shown, 0 is the top; {@link #AS_RANKED} if not reported
 * @param clicked whether it was clicked
 * @param value its rating, NaN if none
 */
public record Feedback(int position, boolean clicked, float value) {
  /** Shown at the rank that it was served with. */
  public static final int AS_RANKED = -1;

  public static final Feedback SHOWN = new Feedback(AS_RANKED, false, Float.NaN);

  public Feedback withPosition(int newPosition) {
    return new Feedback(newPosition, clicked, value);
  }

  public Feedback withClick() {
    return new Feedback(position, true, value);
  }

  public Feedback withRating(float newValue) {
    return new Feedback(position, clicked, newValue);
  }

  /** Without the rating, or without the click if there is no rating. */
  public Feedback retracted() {
    return rated() ? withRating(Float.NaN) : new Feedback(position, false, value);
  }

  public boolean rated() {
    return !Float.isNaN(value);
  }

  /** 1 for a click or a rating above the threshold, else 0. */
  public float label(double ratingAbove) {
    return clicked || (rated() && value > ratingAbove) ? 1 : 0;
  }
}
