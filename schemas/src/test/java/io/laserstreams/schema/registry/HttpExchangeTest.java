package io.laserstreams.schema.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against servers that speak HTTP badly. */
class HttpExchangeTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String HEAD = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

  private final CountDownLatch over = new CountDownLatch(1);
  private ServerSocket server;

  private interface Answer {
    void write(OutputStream out) throws IOException, InterruptedException;
  }

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void stop() throws IOException {
    over.countDown();
    server.close();
  }

  @Test
  void shouldReadTheWholeAnswer() throws Exception {
    answer(out -> say(out, HEAD + "2\r\nab\r\n1\r\nc\r\n0\r\n\r\n"));
    HttpExchange.Answer answer = send(LIMIT);
    assertEquals(200, answer.status());
    assertArrayEquals("abc".getBytes(StandardCharsets.UTF_8), answer.body());
  }

  @Test
  void shouldNotWaitForASilentServer() {
    answer(out -> over.await());
    assertEquals(
        "Read timed out",
        assertThrows(SocketTimeoutException.class, () -> send(Duration.ofMillis(200)))
            .getMessage());
  }

  @Test
  void shouldNotWaitForTheRestOfAnAnswer() {
    answer(
        out -> {
          say(out, HEAD + "2\r\nab\r\n");
          over.await();
        });
    assertThrows(SocketTimeoutException.class, () -> send(Duration.ofMillis(200)));
  }

  @Test
  void shouldNotReadForeverWhatComesInDrops() {
    answer(
        out -> {
          say(out, HEAD);
          while (!over.await(20, TimeUnit.MILLISECONDS)) {
            say(out, "1\r\na\r\n");
          }
        });
    assertEquals(
        "its answer did not end within PT0.3S",
        assertThrows(SocketTimeoutException.class, () -> send(Duration.ofMillis(300)))
            .getMessage());
  }

  @Test
  void shouldNotReadAnAnswerWithoutEnd() {
    answer(
        out -> {
          say(out, HEAD);
          String kilobytes = "4000\r\n" + "a".repeat(0x4000) + "\r\n";
          while (over.getCount() > 0) {
            say(out, kilobytes);
          }
        });
    assertEquals(
        "its answer is longer than 16777216 bytes",
        assertThrows(IOException.class, () -> send(LIMIT)).getMessage());
  }

  @Test
  void shouldSayThatAServerSpeaksSomethingElse() {
    answer(out -> say(out, "220 mail.example.com ESMTP\r\n"));
    String message = assertThrows(IOException.class, () -> send(LIMIT)).getMessage();
    assertTrue(message.contains("HTTP") || message.contains("Http"), message);
  }

  private HttpExchange.Answer send(Duration timeout) throws IOException {
    HttpExchange http = new HttpExchange(Map.of(), timeout);
    URL url = new URL("http://127.0.0.1:" + server.getLocalPort() + "/");
    return assertTimeoutPreemptively(LIMIT, () -> http.send("GET", url, new byte[0]));
  }

  /** To whoever comes. */
  private void answer(Answer answer) {
    Thread thread =
        new Thread(
            () -> {
              while (true) {
                try (Socket socket = server.accept()) {
                  socket.getInputStream().read(new byte[8_192]);
                  answer.write(socket.getOutputStream());
                } catch (IOException | InterruptedException e) {
                  if (server.isClosed()) {
                    return;
                  }
                }
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private static void say(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
