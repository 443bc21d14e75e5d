package io.laserstreams.crm.model;

import java.util.List;

/**
 * Widths of a model. A model ignores those it has no use for.
 *
 * @param idWidth of an item's id embedding
 * @param fieldWidth of the embedding of categories and of each field
 * @param spaceWidth of the space to which knowledge vectors are mapped before anything reads them,
 *     see {@link KnowledgeSpace}; 0 to read them as they are
 * @param knowledgeWidth of an adapted knowledge vector
 * @param experts of a mixture-of-experts adapter
 * @param expertWidth hidden units of one expert
 * @param heads of an attention
 * @param keyWidth of attention keys and queries, per head
 * @param valueWidth of what is kept of an event
 * @param layers how many of its own layers a backbone has: cross layers, interacting layers,
 *     self-attention blocks
 * @param hidden units of the dense layers, at least one
 */
public record ModelShape(
    int idWidth,
    int fieldWidth,
    int spaceWidth,
    int knowledgeWidth,
    int experts,
    int expertWidth,
    int heads,
    int keyWidth,
    int valueWidth,
    int layers,
    List<Integer> hidden) {
  /** Chosen on the validation part of MovieLens-1M. */
  public static final ModelShape DEFAULT = builder().build();

  public ModelShape {
    hidden = List.copyOf(hidden);
    if (hidden.isEmpty()) {
      throw new IllegalArgumentException("hidden is empty, a model has at least one dense layer");
    }
  }

  /** Starts with the widths of {@link #DEFAULT}. */
  public static ModelShapeBuilder builder() {
    return new ModelShapeBuilder();
  }

  int lastHidden() {
    return hidden.get(hidden.size() - 1);
  }
}
