package io.laserstreams.tools.knowledge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.knowledge.policy.RefreshPolicy;
import io.laserstreams.knowledge.policy.RefreshPolicy.Drift;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.tools.knowledge.KnowledgePolicy.Budget;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnowledgePolicyTest {
  private static final RefreshPolicy DEFAULTS =
      new RefreshPolicy(5, 2, 50, Duration.ofDays(7), new Drift(0, 20));

  @Test
  void shouldReadTheDefaultAndWhatChangesIt() {
    assertEquals(new KnowledgePolicy("default", DEFAULTS, Budget.NONE), parse("default"));
    assertEquals(
        new RefreshPolicy(3, 1.5, 10, Duration.ofHours(12), new Drift(0.3, 20)),
        parse("default+cold:3+growth:1.5+events:10+age:12h+drift:0.3").refresh());
  }

  @Test
  void shouldCountNamedTriggersOnly() {
    RefreshPolicy drift = parse("drift:0.2").refresh();
    assertEquals(new Drift(0.2, 20), drift.drift());
    assertEquals(5, drift.coldStartEvents());
    assertEquals(Long.MAX_VALUE, drift.growthEvents());
    assertTrue(drift.growthFactor() > 1e9 && drift.maxAge().toDays() > 36_500);
    assertEquals(1.5, parse("growth:1.5").refresh().growthFactor());
    assertFalse(parse("growth:1.5").refresh().drift().isOn());
    assertEquals(1, parse("every-change").refresh().growthEvents());
    assertEquals(Long.MAX_VALUE, parse("once").refresh().growthEvents());
    assertEquals(Duration.ofMinutes(30), parse("age:30m").refresh().maxAge());
  }

  @Test
  void shouldTakeTheDefaultIfNoTriggerIsNamed() {
    assertEquals(
        new KnowledgePolicy("budget:20%", DEFAULTS, new Budget(0.2, 0)), parse("budget:20%"));
    assertEquals(new Budget(0, 60_000), parse("every-change+budget:60000").budget());
    assertEquals(9, parse("cold:9").refresh().coldStartEvents());
    assertEquals(50, parse("cold:9").refresh().growthEvents());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sometimes",
        "default+",
        "default:1",
        "growth",
        "growth:",
        "growth:fast",
        "growth:1",
        "events:0",
        "events:1.5",
        "age:week",
        "drift:-1",
        "cold:0",
        "budget:0",
        "budget:0%",
        "budget:101%",
        "budget:much",
        "drift:0.1+drift:0.2"
      })
  void shouldNameThePolicyThatIsWrong(String policy) {
    String message = assertThrows(UserException.class, () -> parse(policy)).getMessage();
    assertTrue(message.startsWith("policy '" + policy + "': "), message);
  }

  private static KnowledgePolicy parse(String policy) {
    return KnowledgePolicy.parse(policy, DEFAULTS);
  }
}
