package io.laserstreams.learning.dataset.description;

/**
 * A file that maps the ids of another file to those of items.
 *
 * @param from column of the other file's ids
 * @param to column of the items' ids
 */
public record IdMap(String file, FileFormat format, String from, String to) {
  public IdMap {
    if (file == null || from == null || to == null) {
      throw new IllegalArgumentException(
          "via is {file: %s, from: %s, to: %s}: name the file, its column of the other ids, and its"
                  .formatted(file, from, to)
              + " column of items' ids");
    }
    format = format == null ? FileFormat.DEFAULT : format;
  }
}
