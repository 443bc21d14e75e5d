package io.laserstreams.knowledge.budget;

import io.laserstreams.schema.SubjectKind;

/**
 * How many tokens one task may spend: an hourly rate, of which items and users each have a share,
 * saved up for at most a quarter of an hour. What one kind cannot save any more goes to the other,
 * so that nothing is lost while anybody waits.
 *
 * <p>Spending is allowed while the kind's account is above zero and may overdraw it by one request:
 * a share that is smaller than one request's cost is spent, too, only less often. Accounts start at
 * zero, so that a crash earns nothing; it forgives at most what was overdrawn.
 *
 * <p>Confined to the task's thread, except {@link #balance}.
 */
public final class TokenBudget {
  private static final double MILLIS_PER_HOUR = 3_600_000;
  private static final double SAVED_HOURS = 0.25;

  private final Account users;
  private final Account items;
  private long earnedUntil = Long.MAX_VALUE;

  /** Of one kind. */
  private static final class Account {
    private final double perHour;
    private volatile double balance;

    private Account(double perHour) {
      this.perHour = perHour;
    }

    /** Returns what cannot be saved. */
    private double save(double tokens) {
      double sum = balance + tokens;
      balance = Math.min(sum, perHour * SAVED_HOURS);
      return sum - balance;
    }
  }

  /**
   * @param tokensPerHour of this task; 0 for no bound
   * @param itemsShare above 0 and below 1
   */
  public TokenBudget(double tokensPerHour, double itemsShare) {
    if (!(tokensPerHour >= 0) || !(itemsShare > 0 && itemsShare < 1)) {
      throw new IllegalArgumentException(
          "tokensPerHour must be at least 0 and itemsShare between 0 and 1, not "
              + tokensPerHour
              + " and "
              + itemsShare);
    }
    this.users = new Account(tokensPerHour * (1 - itemsShare));
    this.items = new Account(tokensPerHour * itemsShare);
  }

  public boolean isLimited() {
    return users.perHour > 0;
  }

  /** Whether a request about this kind may be made now, whatever it costs. */
  public boolean allows(SubjectKind kind, long now) {
    if (!isLimited()) {
      return true;
    }
    double hours = Math.max(0, now - earnedUntil) / MILLIS_PER_HOUR;
    earnedUntil = now;
    double left = users.save(users.perHour * hours);
    left = items.save(items.perHour * hours + left);
    users.save(left);
    return account(kind).balance > 0;
  }

  /** Spends tokens; negative numbers give back what was estimated too high. */
  public void spend(SubjectKind kind, double tokens) {
    if (isLimited()) {
      Account account = account(kind);
      account.save(-tokens);
    }
  }

  /** Tokens that may be spent now; below zero while the account is overdrawn, 0 without a bound. */
  public double balance(SubjectKind kind) {
    return account(kind).balance;
  }

  private Account account(SubjectKind kind) {
    return switch (kind) {
      case USER -> users;
      case ITEM -> items;
      case UNKNOWN -> throw new IllegalArgumentException("No budget for kind " + kind);
    };
  }
}
