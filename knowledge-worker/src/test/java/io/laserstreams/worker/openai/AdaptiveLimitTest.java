package io.laserstreams.worker.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.laserstreams.testsupport.Await;
import io.laserstreams.worker.openai.AdaptiveLimit.Load;
import io.laserstreams.worker.openai.AdaptiveLimit.Permit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdaptiveLimitTest {
  private final AdaptiveLimit limit = new AdaptiveLimit(8);

  @Test
  void shouldHalveOnOverloadOnceForAllThatWereInFlightTogether() throws InterruptedException {
    List<Permit> together = acquire(8);
    assertEquals(8, limit.current());
    together.forEach(permit -> limit.release(permit, Load.TOO_HIGH));
    assertEquals(4, limit.current());
    acquire(4).forEach(permit -> limit.release(permit, Load.TOO_HIGH));
    assertEquals(2, limit.current());
  }

  @Test
  void shouldKeepOneAtLeast() throws InterruptedException {
    for (int i = 0; i < 20; i++) {
      limit.release(limit.acquire(), Load.TOO_HIGH);
    }
    assertEquals(1, limit.current());
  }

  @Test
  void shouldGrowByOneForEachRoundOfGoodAnswersUpToTheMaximum() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      limit.release(limit.acquire(), Load.TOO_HIGH);
    }
    assertEquals(1, limit.current());
    for (int expected = 2; expected <= 8; expected++) {
      // The first permits of a round see room, so a round at the limit may take a second one.
      int rounds = 0;
      while (limit.current() < expected && rounds++ < 100) {
        acquire(limit.current()).forEach(permit -> limit.release(permit, Load.GOOD));
      }
      assertEquals(expected, limit.current());
    }
    acquire(8).forEach(permit -> limit.release(permit, Load.GOOD));
    assertEquals(8, limit.current());
  }

  @Test
  void shouldNotGrowIfNoMoreWasWanted() throws InterruptedException {
    limit.release(limit.acquire(), Load.TOO_HIGH);
    for (int i = 0; i < 100; i++) {
      limit.release(limit.acquire(), Load.GOOD);
    }
    assertEquals(4, limit.current());
  }

  @Test
  void shouldLearnNothingFromAnAnswerThatDoesNotTell() throws InterruptedException {
    limit.release(limit.acquire(), Load.TOO_HIGH);
    acquire(4).forEach(permit -> limit.release(permit, Load.UNKNOWN));
    assertEquals(4, limit.current());
  }

  @Test
  void shouldMakeOthersWaitAtTheLimit() throws InterruptedException {
    AdaptiveLimit one = new AdaptiveLimit(1);
    Permit first = one.acquire();
    List<Permit> second = new ArrayList<>();
    Thread waiting =
        new Thread(
            () -> {
              try {
                second.add(one.acquire());
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    waiting.start();
    Await.until("waiting", () -> waiting.getState() == Thread.State.WAITING);
    assertEquals(List.of(), second);
    one.release(first, Load.GOOD);
    waiting.join();
    assertEquals(1, second.size());
    assertFalse(waiting.isAlive());
  }

  @Test
  void shouldRefuseALimitOfNone() {
    assertThrows(IllegalArgumentException.class, () -> new AdaptiveLimit(0));
  }

  private List<Permit> acquire(int count) throws InterruptedException {
    List<Permit> permits = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      permits.add(limit.acquire());
    }
    return permits;
  }
}
