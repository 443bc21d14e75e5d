package io.laserstreams.knowledge.budget;

import io.laserstreams.schema.HistoryEntry;
import io.laserstreams.schema.KnowledgeRequest;
import io.laserstreams.schema.SubjectKind;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Estimates the tokens of a request: a quarter of the prompt's characters, of which 1,000 are
 * instructions, and 200 for a text of 150 words. A factor for each kind learns from answers that
 * say what they cost; without any it stays 1. Confined to one thread.
 */
public final class TokenEstimate {
  static final int INSTRUCTION_CHARACTERS = 1_000;
  static final int TEXT_TOKENS = 200;
  private static final int CHARACTERS_PER_TOKEN = 4;

  /** Of the words around an event's title: its number, its rating. */
  private static final int EVENT_CHARACTERS = 16;

  private static final double LEARNING_RATE = 0.05;
  private static final double MAX_FACTOR = 10;

  private final Map<SubjectKind, Double> factors = new EnumMap<>(SubjectKind.class);

  /** What the request is expected to cost. */
  public Cost of(KnowledgeRequest request) {
    long formula =
        TEXT_TOKENS + (INSTRUCTION_CHARACTERS + characters(request)) / CHARACTERS_PER_TOKEN;
    return new Cost(formula, Math.round(formula * factor(request.getSubjectKind())));
  }

  /** Learns from an answer's measured tokens. */
  public void learn(SubjectKind kind, Cost estimated, long measured) {
    if (estimated.formula() > 0 && measured > 0) {
      double factor = (double) measured / estimated.formula();
      double bounded = Math.max(1 / MAX_FACTOR, Math.min(MAX_FACTOR, factor));
      Double before = factors.get(kind);
      factors.put(kind, before == null ? bounded : before + LEARNING_RATE * (bounded - before));
    }
  }

  private double factor(SubjectKind kind) {
    return factors.getOrDefault(kind, 1.0);
  }

  private static long characters(KnowledgeRequest request) {
    long characters = (long) request.getTitle().length() + request.getText().length();
    characters += characters(request.getCategories());
    for (Map.Entry<String, String> field : request.getProfile().entrySet()) {
      characters += field.getKey().length() + field.getValue().length();
    }
    for (HistoryEntry event : request.getHistory()) {
      characters +=
          EVENT_CHARACTERS + event.getTitle().length() + characters(event.getCategories());
    }
    return characters;
  }

  private static long characters(List<String> texts) {
    return texts.stream().mapToLong(String::length).sum();
  }
}
