package io.laserstreams.crm.features;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.laserstreams.crm.ops.Products;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BlockTest {
  @Test
  void shouldHaveTheSameProductsTogetherAsOneByOne() {
    var random = new Random(1);
    for (int components : new int[] {1, 5, 8, 18, 31, 128}) {
      List<float[]> directions =
          Stream.generate(() -> numbers(random, components)).limit(40).toList();
      float[] other = numbers(random, components);
      for (int size : new int[] {1, 4, 17, 40}) {
        float[] products = Block.of(directions.subList(0, size)).times(other);
        for (int i = 0; i < size; i++) {
          assertEquals(
              Block.product(other, directions.get(i), 0, new float[components / 4]), products[i]);
          assertEquals(Products.dot(other, 0, directions.get(i), 0, components), products[i], 1e-5);
        }
      }
    }
  }

  @Test
  void shouldHaveTheSameFormsTogetherAsAlone() {
    var random = new Random(2);
    for (int components : new int[] {1, 2, 5, 17, 32}) {
      List<float[]> vectors = Stream.generate(() -> numbers(random, components)).limit(21).toList();
      float[] lowerHalf = numbers(random, components * (components + 1) / 2);
      float[] forms = Block.of(vectors).forms(lowerHalf).clone();
      for (int i = 0; i < vectors.size(); i++) {
        assertEquals(Block.of(vectors.subList(i, i + 1)).forms(lowerHalf)[0], forms[i]);
        assertEquals(form(lowerHalf, vectors.get(i)), forms[i], 1e-3);
      }
    }
  }

  private static double form(float[] lowerHalf, float[] x) {
    double form = 0;
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < x.length; j++) {
        form +=
            x[i]
                * (double) x[j]
                * lowerHalf[Math.max(i, j) * (Math.max(i, j) + 1) / 2 + Math.min(i, j)];
      }
    }
    return form;
  }

  private static float[] numbers(Random random, int size) {
    float[] numbers = new float[size];
    for (int i = 0; i < size; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return numbers;
  }
}
