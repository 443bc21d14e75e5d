package io.laserstreams.crm.ops;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Computes nothing but shapes, and counts the multiplications with additions of a model's matrix
 * products: what a processor at the speed of its matrix product needs at least. A tensor is its
 * shape.
 */
public final class MultiplyAdds implements Ops<int[]> {
  private long count;

  /** So far. */
  public long count() {
    return count;
  }

  @Override
  public int[] parameter(String name, Init init, int... shape) {
    return shape.clone();
  }

  @Override
  public int[] gather(int[] table, int[] ids) {
    return append(ids, table[1]);
  }

  @Override
  public int[] oneHot(int[] ids, int depth) {
    return append(ids, depth);
  }

  @Override
  public int[] matmul(int[] a, int[] b) {
    int inner = a[a.length - 1];
    if (b.length < 2 || b[b.length - 2] != inner) {
      throw new IllegalArgumentException(
          "no product of " + Arrays.toString(a) + " and " + Arrays.toString(b));
    }
    int[] product = broadcast(withLast(a, 1), withLastButOne(b));
    product[product.length - 1] = b[b.length - 1];
    count += size(product) * inner;
    return product;
  }

  /** The left operand decides the rows, so the right one has a single one while they broadcast. */
  private static int[] withLastButOne(int[] b) {
    int[] changed = withLast(b, 1);
    changed[changed.length - 2] = 1;
    return changed;
  }

  @Override
  public int[] add(int[] a, int[] b) {
    return broadcast(a, b);
  }

  @Override
  public int[] multiply(int[] a, int[] b) {
    return broadcast(a, b);
  }

  @Override
  public int[] affine(int[] x, float scale, float shift) {
    return x;
  }

  @Override
  public int[] relu(int[] x) {
    return x;
  }

  @Override
  public int[] constant(float[] values, int... shape) {
    return shape.clone();
  }

  @Override
  public int[] sum(int[] x, int axis) {
    return with(x, axis, 1);
  }

  @Override
  public int[] max(int[] x, int axis) {
    return with(x, axis, 1);
  }

  @Override
  public int[] softmax(int[] x) {
    return x;
  }

  @Override
  public int[] layerNorm(int[] x, int[] gain, int[] bias) {
    return x;
  }

  @Override
  public int[] standardise(int[] x, int width) {
    return x;
  }

  @Override
  public int[] concat(List<int[]> parts) {
    return withLast(parts.get(0), parts.stream().mapToInt(part -> part[part.length - 1]).sum());
  }

  @Override
  public List<int[]> split(int[] x, int... widths) {
    List<int[]> parts = new ArrayList<>();
    for (int width : widths) {
      parts.add(withLast(x, width));
    }
    return parts;
  }

  @Override
  public int[] reshape(int[] x, int... shape) {
    int[] reshaped = shape.clone();
    long known = 1;
    int rest = -1;
    for (int i = 0; i < reshaped.length; i++) {
      if (reshaped[i] == 0) {
        reshaped[i] = x[i];
      }
      if (reshaped[i] < 0) {
        rest = i;
      } else {
        known *= reshaped[i];
      }
    }
    if (rest >= 0) {
      reshaped[rest] = Math.toIntExact(size(x) / known);
    }
    return reshaped;
  }

  @Override
  public int[] unsqueeze(int[] x, int axis) {
    int[] longer = new int[x.length + 1];
    System.arraycopy(x, 0, longer, 0, axis);
    longer[axis] = 1;
    System.arraycopy(x, axis, longer, axis + 1, x.length - axis);
    return longer;
  }

  @Override
  public int[] squeeze(int[] x, int axis) {
    int[] shorter = Arrays.copyOf(x, x.length - 1);
    System.arraycopy(x, axis + 1, shorter, axis, x.length - axis - 1);
    return shorter;
  }

  @Override
  public int[] transpose(int[] x, int rank, int axis1, int axis2) {
    return with(with(x, axis1, x[axis2]), axis2, x[axis1]);
  }

  @Override
  public int[] shift(int[] x, int places) {
    return x;
  }

  @Override
  public int[] gru(
      int[] x, int[] inputWeight, int[] inputBias, int[] stateWeight, int[] stateBias, int units) {
    int[] states = withLast(x, units);
    count += size(states) / units * (size(inputWeight) + size(stateWeight));
    return states;
  }

  @Override
  public int[] repeat(int[] x, int[] like) {
    return with(x, 1, like[1]);
  }

  private static int[] broadcast(int[] a, int[] b) {
    int[] result = new int[Math.max(a.length, b.length)];
    for (int i = 1; i <= result.length; i++) {
      int ofA = i > a.length ? 1 : a[a.length - i];
      int ofB = i > b.length ? 1 : b[b.length - i];
      if (ofA != ofB && ofA != 1 && ofB != 1) {
        throw new IllegalArgumentException(
            Arrays.toString(a) + " and " + Arrays.toString(b) + " do not broadcast");
      }
      result[result.length - i] = Math.max(ofA, ofB);
    }
    return result;
  }

  private static int[] append(int[] x, int last) {
    int[] longer = Arrays.copyOf(x, x.length + 1);
    longer[x.length] = last;
    return longer;
  }

  private static int[] withLast(int[] x, int last) {
    return with(x, x.length - 1, last);
  }

  private static int[] with(int[] x, int axis, int length) {
    int[] changed = x.clone();
    changed[axis] = length;
    return changed;
  }

  private static long size(int[] x) {
    return Arrays.stream(x).asLongStream().reduce(1, (a, b) -> a * b);
  }
}
