package io.laserstreams.tools.knowledge;

import static java.util.Objects.requireNonNull;

import io.laserstreams.knowledge.policy.RefreshPolicy;
import io.laserstreams.runtime.failure.UserException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A policy to simulate.
 *
 * @param name as it was given
 * @param refresh when knowledge is due
 * @param budget what it may cost
 */
record KnowledgePolicy(String name, RefreshPolicy refresh, Budget budget) {
  private static final String TERMS =
      "terms joined by +: default, every-change, once, cold:EVENTS, growth:FACTOR, events:N,"
          + " age:7d, drift:X, budget:20% or budget:TOKENS an hour";
  private static final Duration NEVER = Duration.ofDays(100_000);
  private static final Pattern AGE = Pattern.compile("(\\d{1,6})([dhm])");

  /** Any history would have to grow by this, so that growth makes nothing due. */
  private static final double NO_FACTOR = 1e12;

  /**
   * At most one of both is set.
   *
   * @param share of the tokens that the same policy costs without a budget; 0 for none
   * @param tokensPerHour 0 for none
   */
  record Budget(double share, long tokensPerHour) {
    static final Budget NONE = new Budget(0, 0);
  }

  KnowledgePolicy {
    requireNonNull(name, "name is null");
    requireNonNull(refresh, "refresh is null");
    requireNonNull(budget, "budget is null");
  }

  /** Without a bound on the cost. */
  KnowledgePolicy withoutBudget() {
    return new KnowledgePolicy(name, refresh, Budget.NONE);
  }

  /**
   * Reads a policy. Without the term "default" only the triggers that it names count, besides the
   * cold start; without any trigger those of the default.
   *
   * @param defaults of the app
   * @throws UserException naming the term that is wrong
   */
  static KnowledgePolicy parse(String name, RefreshPolicy defaults) {
    Map<String, String> terms = terms(name);
    boolean named =
        terms.keySet().stream().anyMatch(term -> !term.equals("budget") && !term.equals("cold"));
    boolean isDefault = terms.containsKey("default") || !named;
    long events = isDefault ? defaults.growthEvents() : Long.MAX_VALUE;
    try {
      return new KnowledgePolicy(
          name,
          new RefreshPolicy(
              number(terms, "cold", defaults.coldStartEvents()),
              real(terms, "growth", isDefault ? defaults.growthFactor() : NO_FACTOR),
              number(terms, "events", terms.containsKey("every-change") ? 1 : events),
              age(terms, isDefault ? defaults.maxAge() : NEVER),
              new RefreshPolicy.Drift(
                  real(terms, "drift", isDefault ? defaults.drift().threshold() : 0),
                  defaults.drift().events())),
          budget(terms.get("budget")));
    } catch (IllegalArgumentException e) {
      throw new UserException("policy '" + name + "': " + e.getMessage(), e);
    }
  }

  private static Map<String, String> terms(String name) {
    Map<String, String> terms = new HashMap<>();
    for (String term : name.split("\\+", -1)) {
      int colon = term.indexOf(':');
      String key = colon < 0 ? term : term.substring(0, colon);
      boolean sound =
          switch (key) {
            case "default", "every-change", "once" -> colon < 0;
            case "cold", "growth", "events", "age", "drift", "budget" -> colon > 0;
            default -> false;
          };
      if (!sound || terms.put(key, term.substring(colon + 1)) != null) {
        throw new UserException(
            "policy '%s': '%s' is no term or comes twice, must be %s".formatted(name, term, TERMS));
      }
    }
    return terms;
  }

  private static long number(Map<String, String> terms, String key, long missing) {
    String text = terms.get(key);
    try {
      return text == null ? missing : Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + key + ":" + text + "' needs a whole number", e);
    }
  }

  private static double real(Map<String, String> terms, String key, double missing) {
    String text = terms.get(key);
    try {
      return text == null ? missing : Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + key + ":" + text + "' needs a number", e);
    }
  }

  private static Duration age(Map<String, String> terms, Duration missing) {
    String text = terms.get("age");
    if (text == null) {
      return missing;
    }
    Matcher matcher = AGE.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'age:" + text + "' needs a time such as 7d, 12h or 30m");
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "d" -> Duration.ofDays(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofMinutes(number);
    };
  }

  private static Budget budget(@Nullable String text) {
    if (text == null) {
      return Budget.NONE;
    }
    try {
      Budget budget =
          text.endsWith("%")
              ? new Budget(Double.parseDouble(text.substring(0, text.length() - 1)) / 100, 0)
              : new Budget(0, Long.parseLong(text));
      if ((budget.share() > 0 && budget.share() <= 1) || budget.tokensPerHour() > 0) {
        return budget;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "'budget:" + text + "' needs a share such as 20% or a number of tokens an hour");
  }
}
