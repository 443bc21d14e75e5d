package io.laserstreams.scoring.model;

import static java.util.Objects.requireNonNull;

import io.laserstreams.schema.ReleaseManifest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Fetches a bundle from the URI that its release announces, {@code file:} or {@code https:}, and no
 * more bytes than announced.
 */
public final class BundleFetcher {
  private static final int OK = 200;
  private static final long MAX_BYTES = 1L << 30;

  private final Duration timeout;

  public BundleFetcher(Duration timeout) {
    this.timeout = requireNonNull(timeout, "timeout is null");
  }

  /**
   * The bundle's bytes, of the announced size; the caller verifies the checksum.
   *
   * @throws IOException if they cannot be fetched
   */
  byte[] fetch(URI uri, ReleaseManifest manifest) throws IOException, InterruptedException {
    long size = manifest.getSize();
    if (size < 1 || size > MAX_BYTES) {
      throw new IOException(
          "The release announces " + size + " bytes; 1 to " + MAX_BYTES + " are allowed");
    }
    if ("file".equals(uri.getScheme())) {
      try (InputStream file = Files.newInputStream(Path.of(uri))) {
        return exactly(size, file, uri);
      }
    }
    if (!"https".equals(uri.getScheme())) {
      throw new IOException("The release is at " + uri + "; only file: and https: are fetched");
    }
    HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    HttpResponse<InputStream> response =
        client.send(
            HttpRequest.newBuilder(uri).timeout(timeout).GET().build(),
            BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      if (response.statusCode() != OK) {
        throw new IOException(uri + " answers with status " + response.statusCode());
      }
      return exactly(size, body, uri);
    }
  }

  private static byte[] exactly(long size, InputStream in, URI uri) throws IOException {
    byte[] bytes = in.readNBytes(Math.toIntExact(size));
    if (bytes.length < size || in.read() >= 0) {
      throw new IOException(
          uri
              + " has "
              + (bytes.length < size ? "only " + bytes.length : "more than " + size)
              + " bytes; the release announces "
              + size);
    }
    return bytes;
  }
}
