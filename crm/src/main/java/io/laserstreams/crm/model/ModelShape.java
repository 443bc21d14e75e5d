package io.laserstreams.crm.model;

import java.util.List;

/**
 * Widths of a model. What a model has no use for it leaves alone.
 *
 * @param idWidth of an item's id embedding
 * @param fieldWidth of the embedding of categories and of each field
 * @param spaceWidth of the knowledge space that vectors are brought to before anything reads them,
 *     see {@link KnowledgeSpace}; 0 where they are read as they come
 * @param knowledgeWidth of an adapted knowledge vector
 * @param experts of a mixture-of-experts adapter
 * @param expertWidth hidden units of one expert
 * @param heads of an attention
 * @param keyWidth of attention keys and queries, per head
 * @param valueWidth of what is kept of an event
 * @param layers how often a backbone's own layer is repeated: cross layers, interacting layers,
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
  public static final ModelShape DEFAULT =
      new ModelShape(16, 8, 64, 32, 4, 32, 2, 32, 32, 1, List.of(200, 80));

  public ModelShape {
    hidden = List.copyOf(hidden);
    if (hidden.isEmpty()) {
      throw new IllegalArgumentException("hidden is empty, a model has at least one dense layer");
    }
  }

  int lastHidden() {
    return hidden.get(hidden.size() - 1);
  }
}
