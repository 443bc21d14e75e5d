package io.laserstreams.worker.encoder;

import java.io.InputStream;

/** Opens files on the class path. */
final class Resources {
  private Resources() {}

  static InputStream open(String resource) {
    InputStream in = Resources.class.getResourceAsStream(resource);
    if (in == null) {
      throw new IllegalStateException(
          "No file "
              + resource
              + " on the class path; is the jar with the encoder's model missing?");
    }
    return in;
  }
}
