package io.laserstreams.crm.model;

import java.util.List;

/**
 * Widths of the hybrid model.
 *
 * @param idWidth of an item's id embedding
 * @param fieldWidth of the embedding of categories and of each field
 * @param knowledgeWidth of an adapted knowledge vector
 * @param experts of a mixture-of-experts adapter
 * @param expertWidth hidden units of one expert
 * @param heads of the attention
 * @param keyWidth of attention keys and queries, per head
 * @param valueWidth of attention values
 * @param hidden units of the dense layers
 */
public record ModelShape(
    int idWidth,
    int fieldWidth,
    int knowledgeWidth,
    int experts,
    int expertWidth,
    int heads,
    int keyWidth,
    int valueWidth,
    List<Integer> hidden) {
  /** Chosen on the validation part of MovieLens-1M. */
  public static final ModelShape DEFAULT = new ModelShape(16, 8, 32, 4, 32, 2, 32, 32, List.of(200, 80));

  public ModelShape {
    hidden = List.copyOf(hidden);
  }
}
