package io.laserstreams.scoring.sample;

/**
 * What the user did with one candidate inside the attribution window. That there is a mark means
 * that the candidate was shown.
 *
 * @param position where it was shown, 0 is the top; {@link #AS_RANKED} where nobody said
 * @param clicked whether it was clicked
 * @param value the rating it was given, NaN where there was none
 */
public record Feedback(int position, boolean clicked, float value) {
  /** Shown at the rank that it was served with. */
  public static final int AS_RANKED = -1;

  public static final Feedback SHOWN = new Feedback(AS_RANKED, false, Float.NaN);

  public Feedback at(int newPosition) {
    return new Feedback(newPosition, clicked, value);
  }

  public Feedback click() {
    return new Feedback(position, true, value);
  }

  public Feedback rate(float newValue) {
    return new Feedback(position, clicked, newValue);
  }

  /** Takes back the rating, or the click where there is no rating. */
  public Feedback takeBack() {
    return rated() ? rate(Float.NaN) : new Feedback(position, false, value);
  }

  public boolean rated() {
    return !Float.isNaN(value);
  }

  /** 1 for a click or a rating above the threshold, else 0. */
  public float label(double ratingAbove) {
    return clicked || rated() && value > ratingAbove ? 1 : 0;
  }
}
