package io.laserstreams.runtime.failure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.schema.serde.RegistryUnavailableException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import javax.security.auth.login.LoginException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailureTest {
  static Stream<Arguments> causes() {
    return Stream.of(
        Arguments.of(
            new KafkaException(
                "Failed to create new KafkaAdminClient",
                new KafkaException(
                    "Failed to create new NetworkClient",
                    new IllegalArgumentException("no semicolon"))),
            "no semicolon"),
        Arguments.of(
            new KafkaException(
                "Failed to construct kafka consumer",
                new KafkaException(
                    "Failed to load SSL keystore /t of type JKS", new NoSuchFileException("/t"))),
            "Failed to load SSL keystore /t of type JKS: there is no file or folder /t"),
        Arguments.of(
            new KafkaException(
                "Failed to construct kafka producer",
                new KafkaException(
                    "javax.security.auth.login.LoginException: No module",
                    new LoginException("No module"))),
            "No module"),
        Arguments.of(
            new UncheckedIOException("Cannot read the bundle /x", new AccessDeniedException("/x")),
            "Cannot read the bundle /x: /x may not be used: permission denied"),
        Arguments.of(
            new ConfigException("Cannot be read: it is gone (no more)"),
            "Cannot be read: it is gone (no more)"),
        Arguments.of(
            new UncheckedIOException(new FileNotFoundException("/y (No such file or directory)")),
            "there is no file or folder /y"),
        Arguments.of(
            new TimeoutException("over: timed out", new IOException("timed out")),
            "over: timed out"),
        Arguments.of(
            new FileSystemException("/z", null, "No space left on device"),
            "/z: No space left on device"),
        Arguments.of(new ConfigException("two\n  lines"), "two lines"));
  }

  @ParameterizedTest
  @MethodSource("causes")
  void shouldTellCausesWithoutWrappers(Exception failure, String sentence) {
    assertEquals(new Failure(true, sentence), Failure.of(failure));
  }

  @Test
  void shouldNameTheTypeOfWhatNobodyExpected() {
    assertEquals(
        new Failure(false, "IllegalStateException: odd: deeper"),
        Failure.of(new IllegalStateException("odd", new RuntimeException("deeper"))));
    assertEquals(
        new Failure(false, "NullPointerException"), Failure.of(new NullPointerException()));
    assertEquals(
        new Failure(false, "ExecutionException: bug"),
        Failure.of(new ExecutionException(new IllegalStateException("bug"))));
  }

  @Test
  void shouldKnowWhatAPersonCanMend() {
    for (Exception failure :
        List.of(
            new SaslAuthenticationException("wrong password"),
            new TopicAuthorizationException("no"),
            new ExecutionException(new TimeoutException("late")),
            new RegistryUnavailableException("down", null))) {
      assertTrue(Failure.of(failure).mendable(), failure.toString());
    }
    assertFalse(Failure.of(new IOException("odd")).mendable());
  }

  @Test
  void shouldLeaveAsItIsWhatTheCallerWroteForPeople() {
    Exception own = new UnsupportedOperationException("Do this instead", new IOException("detail"));
    assertEquals(
        new Failure(true, "Do this instead"),
        Failure.of(own, List.of(UnsupportedOperationException.class)));
    assertFalse(Failure.of(own).mendable());
  }

  @Test
  void shouldTellAnOutageFromAMistake() {
    for (Exception outage :
        List.of(
            new TimeoutException("late"),
            new KafkaException("x", new UnknownHostException("h")),
            new KafkaException("login", new ConnectException("refused")),
            noHost())) {
      assertTrue(Failure.isOutage(outage), outage.toString());
    }
    assertFalse(Failure.isOutage(new ConfigException("wrong")));
    assertFalse(Failure.isOutage(new SaslAuthenticationException("wrong password")));
  }

  private static Exception noHost() {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", "no-such-host.invalid:9092"))) {
      throw new AssertionError("A client without a host: " + admin);
    } catch (KafkaException e) {
      return e;
    }
  }
}
