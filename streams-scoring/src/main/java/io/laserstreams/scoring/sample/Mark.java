package io.laserstreams.scoring.sample;

/**
 * What the user did with one candidate inside the attribution window. That there is a mark means that the candidate was shown.
 *
 * @param position where it was shown, 0 is the top; {@link #AS_RANKED} where nobody said
 * @param clicked whether it was clicked
 * @param value the rating it was given, NaN where there was none
 */
public record Mark(int position, boolean clicked, float value) {
  /** Shown at the rank that it was served with. */
  public static final int AS_RANKED = -1;

  public static final Mark SHOWN = new Mark(AS_RANKED, false, Float.NaN);

  public Mark at(int newPosition) {
    return new Mark(newPosition, clicked, value);
  }

  public Mark click() {
    return new Mark(position, true, value);
  }

  public Mark rate(float newValue) {
    return new Mark(position, clicked, newValue);
  }

  /** Takes back the rating, or the click where there is no rating. */
  public Mark takeBack() {
    return rated() ? rate(Float.NaN) : new Mark(position, false, value);
  }

  public boolean rated() {
    return !Float.isNaN(value);
  }

  /** 1 for a click or a rating above the threshold, else 0. */
  public float label(double ratingAbove) {
    return clicked || rated() && value > ratingAbove ? 1 : 0;
  }
}
