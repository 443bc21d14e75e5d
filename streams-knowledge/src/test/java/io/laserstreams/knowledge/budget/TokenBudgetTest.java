package io.laserstreams.knowledge.budget;

import static io.laserstreams.schema.SubjectKind.ITEM;
import static io.laserstreams.schema.SubjectKind.USER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TokenBudgetTest {
  private static final long MINUTE = 60_000;
  private static final double EXACTLY = 1e-6;

  /** Ten tokens a minute for items, thirty for users. */
  private final TokenBudget budget = new TokenBudget(40 * 60, 0.25);

  @Test
  void shouldEarnFromTheFirstCallOn() {
    assertFalse(budget.allows(USER, 1_000_000));
    assertTrue(budget.allows(USER, 1_000_000 + MINUTE));
    assertEquals(30, budget.balance(USER), EXACTLY);
    assertEquals(10, budget.balance(ITEM), EXACTLY);
  }

  @Test
  void shouldWaitUntilWhatWasOverdrawnIsEarned() {
    budget.allows(USER, 0);
    assertTrue(budget.allows(USER, 1));
    budget.spend(USER, 300);
    assertFalse(budget.allows(USER, 9 * MINUTE));
    assertTrue(budget.allows(USER, 10 * MINUTE + 1));
    assertTrue(budget.allows(ITEM, 10 * MINUTE + 1), "an account of its own");
  }

  @Test
  void shouldSaveForAQuarterOfAnHourAtMost() {
    budget.allows(USER, 0);
    budget.allows(USER, 1_000 * MINUTE);
    assertEquals(450, budget.balance(USER), EXACTLY);
    assertEquals(150, budget.balance(ITEM), EXACTLY);
  }

  @Test
  void shouldGiveToTheOtherKindWhatOneCannotSave() {
    budget.allows(USER, 0);
    budget.allows(USER, 15 * MINUTE);
    budget.spend(USER, 1_000);
    budget.allows(USER, 16 * MINUTE);
    assertEquals(450 - 1_000 + 30 + 10, budget.balance(USER), EXACTLY);
    budget.allows(USER, 1_000 * MINUTE);
    budget.spend(ITEM, 1_000);
    budget.allows(USER, 1_001 * MINUTE);
    assertEquals(150 - 1_000 + 10 + 30, budget.balance(ITEM), EXACTLY);
  }

  @Test
  void shouldSpendAsMuchAsItEarnsHoweverManyWait() {
    double spent = 0;
    for (long now = 0; now <= 600 * MINUTE; now += 1_000) {
      while (budget.allows(USER, now)) {
        budget.spend(USER, 47);
        spent += 47;
      }
    }
    // Users' share, what the items do not need after they have saved, and one request more.
    assertEquals(600 * 40 - 150, spent, 48);
  }

  @Test
  void shouldTakeBackWhatWasEstimatedTooHigh() {
    budget.allows(USER, 0);
    budget.allows(USER, MINUTE);
    budget.spend(USER, 100);
    budget.spend(USER, -80);
    assertEquals(10, budget.balance(USER), EXACTLY);
  }

  @Test
  void shouldNotEarnTwiceWhenTheClockIsSetBack() {
    budget.allows(USER, 100 * MINUTE);
    budget.allows(USER, 101 * MINUTE);
    budget.allows(USER, 50 * MINUTE);
    assertEquals(30, budget.balance(USER), EXACTLY);
    budget.allows(USER, 51 * MINUTE);
    assertEquals(60, budget.balance(USER), EXACTLY);
  }

  @Test
  void shouldAllowEverythingWithoutABound() {
    TokenBudget unlimited = new TokenBudget(0, 0.5);
    unlimited.spend(USER, 1e9);
    assertTrue(unlimited.allows(USER, 1));
    assertFalse(unlimited.isLimited());
    assertEquals(0, unlimited.balance(USER), 0);
  }

  @Test
  void shouldRefuseShareAndRateThatMeanNothing() {
    assertThrows(IllegalArgumentException.class, () -> new TokenBudget(-1, 0.5));
    assertThrows(IllegalArgumentException.class, () -> new TokenBudget(1, 0));
    assertThrows(IllegalArgumentException.class, () -> new TokenBudget(1, 1));
    assertThrows(IllegalArgumentException.class, () -> new TokenBudget(Double.NaN, 0.5));
  }
}
