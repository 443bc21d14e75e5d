package io.laserstreams.runtime.state;

/**
 * Numbers in half precision, IEEE 754 binary16: 11 significant bits, up to 65,504. Java has them
 * from 20 on.
 */
public final class HalfFloat {
  private static final int SIGN = 0x8000;
  private static final int INFINITY = 0x7C00;
  private static final int NOT_A_NUMBER = 0x7E00;
  private static final int MANTISSA = 0x3FF;
  private static final int MANTISSA_BITS = 10;
  private static final int BIAS = 15;
  private static final float SMALLEST = 0x1p-24f;

  private HalfFloat() {}

  /** The nearest half, the even one of two as near; infinite beyond the largest. */
  public static short of(float value) {
    int sign = (Float.floatToRawIntBits(value) >>> 16) & SIGN;
    float size = Math.abs(value);
    if (Float.isNaN(value)) {
      return (short) (sign | NOT_A_NUMBER);
    }
    if (size < Math.scalb(1f, 1 - BIAS)) {
      return (short) (sign | (int) Math.rint(size / SMALLEST)); // below the normal ones
    }
    int exponent = Math.getExponent(size);
    int steps = (int) Math.rint(Math.scalb((double) size, MANTISSA_BITS - exponent));
    // Rounding up to the next power of two carries into the exponent, as the bits are laid out.
    int bits = ((exponent + BIAS) << MANTISSA_BITS) + steps - (1 << MANTISSA_BITS);
    return (short) (sign | (exponent > BIAS ? INFINITY : Math.min(bits, INFINITY)));
  }

  public static float toFloat(short half) {
    int exponent = (half & INFINITY) >>> MANTISSA_BITS;
    int mantissa = half & MANTISSA;
    float size;
    if (exponent == 0) {
      size = mantissa * SMALLEST;
    } else if (exponent == INFINITY >>> MANTISSA_BITS) {
      size = mantissa == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
    } else {
      size = Math.scalb((float) (mantissa | (1 << MANTISSA_BITS)), exponent - BIAS - MANTISSA_BITS);
    }
    return (half & SIGN) == 0 ? size : -size;
  }

  /** The nearest number that a half can hold. */
  public static float rounded(float value) {
    return toFloat(of(value));
  }

  /** Whether halves can hold all of the numbers. */
  public static boolean hold(float[] values) {
    for (float value : values) {
      if (Float.floatToRawIntBits(rounded(value)) != Float.floatToRawIntBits(value)) {
        return false;
      }
    }
    return true;
  }
}
