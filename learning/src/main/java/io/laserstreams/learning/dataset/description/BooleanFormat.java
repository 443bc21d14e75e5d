package io.laserstreams.learning.dataset.description;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Booleans as programs write them: pandas and Python {@code True}, Spark and Parquet {@code true},
 * SQL {@code 1}.
 */
public final class BooleanFormat {
  private BooleanFormat() {}

  /**
   * The boolean; null if the text is not one. {@code 1.0} is what pandas makes of a boolean beside
   * empty cells.
   */
  public static @Nullable Boolean of(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "1", "1.0" -> true;
      case "false", "0", "0.0" -> false;
      default -> null;
    };
  }

  /**
   * The flag: a boolean, or what databases write for one, {@code t} and {@code f}, {@code y} and
   * {@code n}, {@code yes} and {@code no}; null if the text is none.
   */
  public static @Nullable Boolean flag(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "t", "y", "yes" -> true;
      case "f", "n", "no" -> false;
      default -> of(text);
    };
  }

  /** Whether two texts are the same boolean, or the same text. */
  public static boolean same(String a, String b) {
    Boolean truth = of(a);
    return truth == null ? a.equals(b) : truth.equals(of(b));
  }
}
