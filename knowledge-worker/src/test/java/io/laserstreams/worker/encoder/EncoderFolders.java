package io.laserstreams.worker.encoder;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;

/** What tests of encoders in folders have in common. */
final class EncoderFolders {
  private EncoderFolders() {}

  static TextEncoder open(Path folder) {
    return EncoderRegistry.standard().open(folder.toString());
  }

  static String id(Path folder) {
    return EncoderRegistry.standard().model(folder.toString()).id();
  }

  static float[] encode(Path folder, String text) {
    try (TextEncoder encoder = open(folder)) {
      return encoder.encode(text);
    }
  }

  static void assertRefused(Path folder, String problem) {
    String message = assertThrows(IllegalArgumentException.class, () -> open(folder)).getMessage();
    assertTrue(message.contains(problem), message);
  }
}
