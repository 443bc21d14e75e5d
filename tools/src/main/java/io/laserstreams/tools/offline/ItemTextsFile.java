package io.laserstreams.tools.offline;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Texts about items as the file that the worker's generator {@code file} reads. */
public final class ItemTextsFile {
  private static final String NAME = "item-texts.json";

  private ItemTextsFile() {}

  /**
   * Writes the texts.
   *
   * @param texts by item id
   * @param folder is created
   */
  public static Path write(Map<String, String> texts, Path folder) {
    try {
      Path file = Files.createDirectories(folder).resolve(NAME);
      new ObjectMapper().writeValue(file.toFile(), texts);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write the items' texts to " + folder, e);
    }
  }
}
