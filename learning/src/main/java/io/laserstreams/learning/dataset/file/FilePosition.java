package io.laserstreams.learning.dataset.file;

/**
 * Where something stands, as errors name it.
 *
 * @param file its path
 * @param unit what the number counts: lines or rows
 * @param number of the line or row, from 1
 */
public record FilePosition(String file, String unit, long number) {
  @Override
  public String toString() {
    return "%s, %s %d".formatted(file, unit, number);
  }
}
