package io.laserstreams.crm.scoring;

import java.util.Locale;

/**
 * Where a model runs.
 *
 * @param kind the kind of processor
 * @param index which one of its kind
 */
public record Device(Kind kind, int index) {
  public static final Device CPU = new Device(Kind.CPU, 0);

  /** A kind of processor. */
  public enum Kind {
    CPU,
    /**
     * Requires {@code onnxruntime_gpu} of the same version on the class path instead of {@code
     * onnxruntime}.
     */
    CUDA
  }

  /**
   * Reads {@code cpu}, {@code cuda} or {@code cuda:1}.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static Device parse(String text) {
    String[] parts = text.trim().toLowerCase(Locale.ROOT).split(":", 2);
    try {
      int index = parts.length == 1 ? 0 : Integer.parseInt(parts[1]);
      if (parts[0].equals("cuda") && index >= 0) {
        return new Device(Kind.CUDA, index);
      }
      if (parts[0].equals("cpu") && parts.length == 1) {
        return CPU;
      }
    } catch (NumberFormatException e) {
      // falls through to the message below
    }
    throw new IllegalArgumentException(
        "'" + text + "' is not a device: use cpu, cuda or cuda:<index>");
  }

  @Override
  public String toString() {
    return kind == Kind.CPU ? "cpu" : "cuda:" + index;
  }
}
