package io.laserstreams.crm.explain;

import static java.util.Objects.requireNonNull;

/**
 * By how much something moved the logits of a slate: the logit with it, less the logit without it.
 *
 * @param kind what it is
 * @param name which one
 * @param detail what it is, for people; empty for a feature
 * @param values of a feature for each candidate, null for anything else
 * @param ofCatalogue for each candidate, against the catalogue's average, or against nothing where
 *     there is no average
 * @param ofUser for each candidate, against the user's own average; null where that is not known
 */
public record Effect(
    Kind kind, String name, String detail, float[] values, float[] ofCatalogue, float[] ofUser) {
  /** What can move a score. */
  public enum Kind {
    /**
     * A streaming feature; without it, it has the mean that it had in training, or the user's own.
     */
    FEATURE,
    /** An event of the history, which is taken out. */
    EVENT,
    /** What was written about the candidate, which is taken away. */
    ITEM_KNOWLEDGE,
    /** What was written about the user, which is taken away. */
    USER_KNOWLEDGE,
    /** The profile, which is taken away. */
    PROFILE,
    /** The circumstances of the impression, which are taken away. */
    CONTEXT
  }

  public Effect {
    requireNonNull(kind, "kind is null");
    requireNonNull(name, "name is null");
    requireNonNull(ofCatalogue, "ofCatalogue is null");
  }
}
