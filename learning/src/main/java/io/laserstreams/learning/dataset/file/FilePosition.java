package io.laserstreams.learning.dataset.file;

/**
 * A position in a file, for errors.
 *
 * @param file its path
 * @param unit that the number counts: line or row
 * @param number of the line or row, from 1
 */
public record FilePosition(String file, String unit, long number) {
  @Override
  public String toString() {
    return "%s, %s %d".formatted(file, unit, number);
  }
}
