package io.laserstreams.schema.registry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.URL;
import java.time.Duration;
import java.util.Map;

/**
 * One request over HTTP and its whole answer, bounded in time and size.
 *
 * <p>By HttpURLConnection, because java.net.http takes no host with an underscore, as containers
 * have. TLS and proxies are the JVM's.
 */
final class HttpExchange {
  private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
  private static final int LARGEST_ANSWER = 16 << 20;
  private static final int BUFFER = 8_192;
  private static final int FIRST_ERROR = 400;

  private final Map<String, String> headers;
  private final Duration timeout;

  /** What came back. */
  record Answer(int status, byte[] body) {}

  /**
   * @param timeout for the connection, for each part of the answer, and for its whole body
   */
  HttpExchange(Map<String, String> headers, Duration timeout) {
    this.headers = Map.copyOf(headers);
    this.timeout = timeout;
  }

  /**
   * @param body empty if the request has none
   */
  Answer send(String method, URL url, byte[] body) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) url.openConnection();
    try {
      connection.setConnectTimeout((int) timeout.toMillis());
      connection.setReadTimeout((int) timeout.toMillis());
      connection.setUseCaches(false);
      connection.setRequestMethod(method);
      connection.setRequestProperty("Content-Type", CONTENT_TYPE);
      connection.setRequestProperty("Accept", CONTENT_TYPE + ", */*; q=0.2");
      headers.forEach(connection::setRequestProperty);
      if (body.length > 0) {
        connection.setDoOutput(true);
        try (OutputStream out = connection.getOutputStream()) {
          out.write(body);
        }
      }
      return answer(connection);
    } finally {
      connection.disconnect();
    }
  }

  private Answer answer(HttpURLConnection connection) throws IOException {
    int status = connection.getResponseCode();
    if (status < 0) {
      throw new ProtocolException("it does not answer in HTTP");
    }
    try (InputStream in =
        status < FIRST_ERROR ? connection.getInputStream() : connection.getErrorStream()) {
      return new Answer(status, in == null ? new byte[0] : read(in));
    }
  }

  private byte[] read(InputStream in) throws IOException {
    long begun = System.nanoTime();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] buffer = new byte[BUFFER];
    for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
      body.write(buffer, 0, length);
      if (body.size() > LARGEST_ANSWER) {
        throw new IOException("its answer is longer than " + LARGEST_ANSWER + " bytes");
      }
      if (System.nanoTime() - begun > timeout.toNanos()) {
        throw new SocketTimeoutException("its answer did not end within " + timeout);
      }
    }
    return body.toByteArray();
  }
}
