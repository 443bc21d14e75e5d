package io.laserstreams.schema.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One registry at two addresses. */
class FailOverTest {
  private static final String NONE = "{\"compatibilityLevel\":\"NONE\"}";

  private StandInRegistry one;
  private StandInRegistry two;

  @BeforeEach
  void start() throws IOException {
    one = StandInRegistry.start();
    two = StandInRegistry.start();
  }

  @AfterEach
  void stop() {
    one.close();
    two.close();
  }

  @Test
  void shouldStayWithTheAddressThatAnswers() throws Exception {
    RegistryClient client = beginningWith(0);
    one.reply(200, NONE).reply(200, NONE);
    client.compatibility("a");
    client.compatibility("b");
    one.close();
    two.reply(200, NONE).reply(200, NONE);
    client.compatibility("c");
    client.compatibility("d");
    assertEquals(List.of("GET /config/a", "GET /config/b"), one.asked());
    assertEquals(List.of("GET /config/c", "GET /config/d"), two.asked());
  }

  @Test
  void shouldComeBackToTheFirstAfterTheLast() throws Exception {
    two.close();
    one.reply(200, NONE);
    beginningWith(1).compatibility("a");
    assertEquals(List.of("GET /config/a"), one.asked());
  }

  @Test
  void shouldAskEachAddressOnce() {
    one.close();
    two.close();
    assertThrows(ConnectException.class, () -> beginningWith(0).compatibility("a"));
  }

  @Test
  void shouldLeaveAnAddressThatIsNoRegistry() throws Exception {
    one.reply(200, "<html>Welcome</html>");
    two.reply(200, NONE);
    assertEquals("NONE", beginningWith(0).compatibility("a"));
  }

  @Test
  void shouldBelieveWhatOneRefuses() {
    one.reply(404, "{\"error_code\":40401,\"message\":\"Subject not found\"}");
    assertThrows(RegistryException.class, () -> beginningWith(0).compatibility("a"));
    assertEquals(List.of(), two.asked());
  }

  @Test
  void shouldSendUserAndPasswordToBoth() throws Exception {
    RegistryClient client =
        RegistryClient.at(one.url().replace("//", "//ann:secret@") + " , " + two.url());
    one.reply(200, "");
    two.reply(200, "");
    for (int i = 0; i < 2; i++) {
      assertThrows(IOException.class, () -> client.compatibility("a"));
      (one.asked().isEmpty() ? two : one).close();
    }
    assertEquals(one.requests().get(0).credentials(), two.requests().get(0).credentials());
    assertEquals("Basic YW5uOnNlY3JldA==", two.requests().get(0).credentials());
  }

  @Test
  void shouldNotSkipAnAddressThatTwoThreadsFindDown() {
    Addresses addresses = new Addresses(List.of("a", "b", "c"), 0);
    addresses.failed("a");
    addresses.failed("a");
    assertEquals("b", addresses.current());
  }

  private RegistryClient beginningWith(int first) {
    RegistryUrls urls = RegistryUrls.parse(one.url() + "," + two.url());
    return new RegistryClient(
        new RegistryHttp(
            new Addresses(urls.addresses(), first),
            new HttpExchange(urls.headers(), Duration.ofSeconds(10))));
  }
}
