package io.laserstreams.learning.reproduce;

/**
 * One command that wrote rows into a folder, as the report repeats it.
 *
 * @param command that repeats them
 * @param data the dataset's fingerprint
 * @param knowledge a sentence on where knowledge came from, empty without
 * @param threads that learn
 * @param processors of the machine
 * @param java its version
 */
public record Run(
    String command, String data, String knowledge, int threads, int processors, String java) {
  /** A run on this machine. */
  public static Run here(String command, String data, String knowledge, int threads) {
    return new Run(
        command,
        data,
        knowledge,
        threads,
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("java.version"));
  }
}
