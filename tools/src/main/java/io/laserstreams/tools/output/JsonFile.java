package io.laserstreams.tools.output;

import com.fasterxml.jackson.databind.ObjectWriter;
import io.laserstreams.crm.json.Json;
import java.io.IOException;
import java.nio.file.Path;

/** Writes the results of a command for scripts ({@code --json}). */
public final class JsonFile {
  private static final ObjectWriter WRITER = Json.mapper().writerWithDefaultPrettyPrinter();

  private JsonFile() {}

  /** Writes the value, replacing the file. */
  public static void write(Path file, Object value) throws IOException {
    WRITER.writeValue(file.toFile(), value);
  }
}
