package io.laserstreams.crm.streaming.factors;

/**
 * Principal components of items' knowledge vectors. An item's <b>coordinates</b> are its first few
 * components, scaled together to about unit variance each; its <b>direction</b> is all components,
 * half-whitened, of unit length, so that frequent topics do not hide rare ones.
 *
 * @param mean of the vectors
 * @param components one in each row, of unit length, by falling variance
 * @param scales standard deviation of the vectors along each component
 * @param coordinates how many components are coordinates
 */
public record TextSpace(float[] mean, float[][] components, float[] scales, int coordinates) {
  public TextSpace {
    if (scales.length != components.length || coordinates < 0 || coordinates > components.length) {
      throw new IllegalArgumentException(
          "%d components have %d scales, and %d are coordinates"
              .formatted(components.length, scales.length, coordinates));
    }
    for (float[] component : components) {
      if (component.length != mean.length) {
        throw new IllegalArgumentException(
            "a component of %d numbers, the mean has %d".formatted(component.length, mean.length));
      }
    }
  }

  /** Projections on the components. */
  private double[] along(float[] vector) {
    double[] along = new double[components.length];
    for (int c = 0; c < along.length; c++) {
      double sum = 0;
      for (int i = 0; i < mean.length; i++) {
        sum += (vector[i] - (double) mean[i]) * components[c][i];
      }
      along[c] = sum;
    }
    return along;
  }

  /** Where a vector lies. */
  public record Position(float[] coordinates, float[] direction) {}

  Position place(float[] vector) {
    if (vector.length != mean.length) {
      throw new IllegalArgumentException(
          "a knowledge vector has %d numbers, the text space is of %d"
              .formatted(vector.length, mean.length));
    }
    double[] along = along(vector);
    double variance = 0;
    for (int c = 0; c < coordinates; c++) {
      variance += scales[c] * (double) scales[c];
    }
    float[] first = new float[coordinates];
    for (int c = 0; c < coordinates; c++) {
      first[c] = (float) (along[c] * Math.sqrt(coordinates / variance));
    }
    double square = 0;
    for (int c = 0; c < along.length; c++) {
      along[c] /= Math.sqrt(scales[c] + 1e-9);
      square += along[c] * along[c];
    }
    float[] direction = new float[along.length];
    for (int c = 0; c < along.length; c++) {
      direction[c] = (float) (along[c] / (Math.sqrt(square) + 1e-9));
    }
    return new Position(first, direction);
  }
}
