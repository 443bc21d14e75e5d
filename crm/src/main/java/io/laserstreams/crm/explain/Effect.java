package io.laserstreams.crm.explain;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * How far one input moved the logits of a slate: the logit with it minus the logit without it.
 *
 * @param kind what it is
 * @param name which one
 * @param detail a description for people; empty for a feature
 * @param values of a feature for each candidate; null for anything else
 * @param ofCatalogue for each candidate, against the catalogue's average, or against absence if
 *     there is no average
 * @param ofUser for each candidate, against the user's own average; null if unknown
 */
public record Effect(
    Kind kind,
    String name,
    String detail,
    float @Nullable [] values,
    float[] ofCatalogue,
    float @Nullable [] ofUser) {
  /** What can move a score. */
  public enum Kind {
    /** A streaming feature, replaced by its mean in training, or by the user's own. */
    FEATURE,
    /** An event, removed from the history. */
    EVENT,
    /** The knowledge about the candidate, removed. */
    ITEM_KNOWLEDGE,
    /** The knowledge about the user, removed. */
    USER_KNOWLEDGE,
    /** The user's profile, removed. */
    PROFILE,
    /** The context of the impression, removed. */
    CONTEXT
  }

  public Effect {
    requireNonNull(kind, "kind is null");
    requireNonNull(name, "name is null");
    requireNonNull(ofCatalogue, "ofCatalogue is null");
  }
}
