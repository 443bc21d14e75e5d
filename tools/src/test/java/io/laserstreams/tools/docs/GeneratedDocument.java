package io.laserstreams.tools.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Holds a committed document to the code that it is generated from; {@code
 * -Dlaser.docs.update=true} writes it anew.
 */
final class GeneratedDocument {
  private GeneratedDocument() {}

  static void assertUpToDate(String name, String generated) throws IOException {
    Path file = Path.of("../docs").resolve(name);
    if (Boolean.getBoolean("laser.docs.update")) {
      Files.writeString(file, generated);
    }
    assertEquals(
        generated,
        Files.exists(file) ? Files.readString(file) : "",
        () ->
            "docs/" + name + " differs from the code; write it anew with -Dlaser.docs.update=true");
  }
}
