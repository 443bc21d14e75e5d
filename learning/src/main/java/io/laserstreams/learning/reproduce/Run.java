package io.laserstreams.learning.reproduce;

/**
 * One command that wrote rows into a folder, for the report.
 *
 * @param command to repeat the rows
 * @param data the dataset's fingerprint
 * @param knowledge a sentence on the source of knowledge, empty without
 * @param threads to learn with
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
