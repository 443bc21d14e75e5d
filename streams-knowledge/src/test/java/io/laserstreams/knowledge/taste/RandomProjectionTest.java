package io.laserstreams.knowledge.taste;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RandomProjectionTest {
  private static final int SIZE = 384;

  @Test
  void shouldKeepAnglesByAndLarge() {
    Random random = new Random(7);
    double squares = 0;
    int pairs = 500;
    for (int pair = 0; pair < pairs; pair++) {
      double cosine = 2 * random.nextDouble() - 1;
      List<Float> a = unit(random);
      List<Float> b = at(cosine, a, unit(random));
      double error = cosine(RandomProjection.project(a), RandomProjection.project(b)) - dot(a, b);
      squares += error * error;
    }
    double deviation = Math.sqrt(squares / pairs);
    assertTrue(deviation < 0.12, "deviation " + deviation);
  }

  @Test
  void shouldUseTheRangeOfBytesWithoutLeavingIt() {
    Random random = new Random(8);
    int largest = 0;
    for (int i = 0; i < 100; i++) {
      for (byte number : RandomProjection.project(unit(random))) {
        largest = Math.max(largest, Math.abs(number));
      }
    }
    assertTrue(largest > 60 && largest < Byte.MAX_VALUE, "largest " + largest);
  }

  /** Tastes in state stores depend on it. */
  @Test
  void shouldBeTheProjectionOfEarlierBuilds() {
    List<Float> first = new ArrayList<>(List.of(1f, 0f, 0f));
    assertArrayEquals(
        new byte[] {-21, 21, -21, -21, -21, -21, 21, -21},
        Arrays.copyOf(RandomProjection.project(first), 8));
    assertEquals(RandomProjection.DIMENSIONS, RandomProjection.project(first).length);
  }

  private static List<Float> unit(Random random) {
    List<Float> vector = new ArrayList<>();
    for (int i = 0; i < SIZE; i++) {
      vector.add((float) random.nextGaussian());
    }
    return scaled(vector);
  }

  private static List<Float> at(double cosine, List<Float> a, List<Float> other) {
    double along = dot(a, other);
    List<Float> across = new ArrayList<>();
    for (int i = 0; i < SIZE; i++) {
      across.add((float) (other.get(i) - along * a.get(i)));
    }
    List<Float> orthogonal = scaled(across);
    List<Float> vector = new ArrayList<>();
    for (int i = 0; i < SIZE; i++) {
      vector.add((float) (cosine * a.get(i) + Math.sqrt(1 - cosine * cosine) * orthogonal.get(i)));
    }
    return vector;
  }

  private static List<Float> scaled(List<Float> vector) {
    double length = Math.sqrt(dot(vector, vector));
    return vector.stream().map(number -> (float) (number / length)).toList();
  }

  private static double dot(List<Float> a, List<Float> b) {
    double dot = 0;
    for (int i = 0; i < a.size(); i++) {
      dot += (double) a.get(i) * b.get(i);
    }
    return dot;
  }

  private static double cosine(byte[] a, byte[] b) {
    double product = 0;
    double lengths = 0;
    double others = 0;
    for (int i = 0; i < a.length; i++) {
      product += a[i] * b[i];
      lengths += a[i] * a[i];
      others += b[i] * b[i];
    }
    return product / Math.sqrt(lengths * others);
  }
}
