package io.laserstreams.schema;

import java.util.ArrayList;
import java.util.List;

/** Converts between vectors in records and arrays. */
public final class FloatLists {
  private FloatLists() {}

  public static List<Float> of(float[] numbers) {
    List<Float> list = new ArrayList<>(numbers.length);
    for (float number : numbers) {
      list.add(number);
    }
    return list;
  }

  public static float[] toArray(List<Float> list) {
    float[] numbers = new float[list.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = list.get(i);
    }
    return numbers;
  }
}
