package io.laserstreams.learning.factors;

/** Positive definite matrices, packed as the rows of their lower triangle. */
final class Symmetric {
  private static final double MIN_PIVOT = 1e-9;

  private Symmetric() {}

  /** Numbers in a packed n × n matrix. */
  static int size(int n) {
    return n * (n + 1) / 2;
  }

  /** Index of an element of the lower triangle. */
  static int at(int row, int column) {
    return row * (row + 1) / 2 + column;
  }

  /** {@code a += scale * x x'}. */
  static void addSquare(double[] a, double[] x, double scale) {
    for (int i = 0, at = 0; i < x.length; i++) {
      double scaled = scale * x[i];
      for (int j = 0; j <= i; j++) {
        a[at++] += scaled * x[j];
      }
    }
  }

  static double[] multiply(double[] a, double[] x) {
    double[] y = new double[x.length];
    for (int i = 0, at = 0; i < x.length; i++) {
      for (int j = 0; j < i; j++, at++) {
        y[i] += a[at] * x[j];
        y[j] += a[at] * x[i];
      }
      y[i] += a[at++] * x[i];
    }
    return y;
  }

  /** The lower Cholesky factor, packed alike. */
  private static double[] factor(double[] a, int n) {
    double[] l = new double[a.length];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = a[at(i, j)];
        for (int k = 0; k < j; k++) {
          sum -= l[at(i, k)] * l[at(j, k)];
        }
        l[at(i, j)] = i == j ? Math.sqrt(Math.max(sum, MIN_PIVOT)) : sum / l[at(j, j)];
      }
    }
    return l;
  }

  /** The solution x of {@code a x = b}. */
  static double[] solve(double[] a, double[] b) {
    int n = b.length;
    double[] l = factor(a, n);
    double[] x = b.clone();
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < i; k++) {
        x[i] -= l[at(i, k)] * x[k];
      }
      x[i] /= l[at(i, i)];
    }
    for (int i = n - 1; i >= 0; i--) {
      for (int k = i + 1; k < n; k++) {
        x[i] -= l[at(k, i)] * x[k];
      }
      x[i] /= l[at(i, i)];
    }
    return x;
  }

  static double[] inverse(double[] a, int n) {
    double[] l = factor(a, n);
    double[] inverted = new double[a.length];
    for (int j = 0; j < n; j++) {
      inverted[at(j, j)] = 1 / l[at(j, j)];
      for (int i = j + 1; i < n; i++) {
        double sum = 0;
        for (int k = j; k < i; k++) {
          sum -= l[at(i, k)] * inverted[at(k, j)];
        }
        inverted[at(i, j)] = sum / l[at(i, i)];
      }
    }
    double[] inverse = new double[a.length];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = 0;
        for (int k = i; k < n; k++) {
          sum += inverted[at(k, i)] * inverted[at(k, j)];
        }
        inverse[at(i, j)] = sum;
      }
    }
    return inverse;
  }
}
