package io.laserstreams.crm.features;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.item.ItemFeatures;
import io.laserstreams.crm.streaming.factors.FittedFactors;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The item tower's inputs for n items, in direct buffers that the next {@link #fill} reuses. The
 * one place where an item becomes numbers, for training and for serving. Not thread-safe.
 */
public final class ItemTensors {
  private final FeatureSpec spec;
  private final Vocabularies vocabularies;
  private int items;
  private IntBuffer rows = DirectBuffers.ints();
  private IntBuffer categories = DirectBuffers.ints();
  private FloatBuffer categoryWeights = DirectBuffers.floats();
  private IntBuffer fields = DirectBuffers.ints();
  private FloatBuffer knowledge = DirectBuffers.floats();
  private FloatBuffer known = DirectBuffers.floats();
  private FloatBuffer taste = DirectBuffers.floats();
  private FittedFactors fittedFactors = FittedFactors.NONE;

  /**
   * @throws IllegalArgumentException if the vocabularies do not fit the specification
   */
  public ItemTensors(FeatureSpec spec, Vocabularies vocabularies) {
    this.spec = requireNonNull(spec, "spec is null");
    this.vocabularies = requireNonNull(vocabularies, "vocabularies is null");
    vocabularies.requireFit(spec);
  }

  /** Sets the factors that items' tastes are read from; none to start with. */
  public void fittedFactors(FittedFactors newFactors) {
    fittedFactors = requireNonNull(newFactors, "newFactors is null");
  }

  /**
   * Writes these items.
   *
   * @throws InvalidVectorException if a knowledge vector has the wrong size or is not finite
   */
  public void fill(List<ItemFeatures> batch) {
    items = batch.size();
    rows = DirectBuffers.ints(rows, items);
    categories = DirectBuffers.ints(categories, items * spec.categoriesPerItem());
    categoryWeights = DirectBuffers.floats(categoryWeights, items * spec.categoriesPerItem());
    fields = DirectBuffers.ints(fields, items * spec.itemFields().size());
    knowledge = DirectBuffers.floats(knowledge, items * spec.itemVectorSize());
    known = DirectBuffers.floats(known, items);
    taste = DirectBuffers.floats(taste, items * FittedFactors.TASTE_WIDTH);
    for (int i = 0; i < items; i++) {
      put(i, batch.get(i));
    }
  }

  private void put(int i, ItemFeatures item) {
    rows.put(i, vocabularies.items().row(item.itemId()));
    putCategories(i * spec.categoriesPerItem(), item.categories());
    int width = spec.itemFields().size();
    for (int f = 0; f < width; f++) {
      String name = spec.itemFields().get(f);
      int row = Vocabularies.of(vocabularies.itemFields(), name).row(item.fields().get(name));
      fields.put(i * width + f, spec.fieldRow(f, row));
    }
    float[] vector = spec.checkedItemVector(item.itemId(), item.knowledge());
    known.put(i, vector == null ? 0 : 1);
    putVector(knowledge, i, vector, spec.itemVectorSize());
    putVector(taste, i, fittedFactors.taste(item), FittedFactors.TASTE_WIDTH);
  }

  /**
   * Each of an item's categories weighs one over the square root of their number, so that items
   * with many categories do not outweigh others.
   */
  private void putCategories(int at, List<String> names) {
    int used = Math.min(names.size(), spec.categoriesPerItem());
    for (int c = 0; c < spec.categoriesPerItem(); c++) {
      categories.put(
          at + c, c < used ? vocabularies.categories().row(names.get(c)) : Vocabulary.UNKNOWN);
      categoryWeights.put(at + c, c < used ? 1 / (float) Math.sqrt(used) : 0);
    }
  }

  static void putVector(FloatBuffer target, int i, float @Nullable [] vector, int size) {
    for (int k = 0; k < size; k++) {
      target.put(i * size + k, vector == null ? 0 : vector[k]);
    }
  }

  public int items() {
    return items;
  }

  /** Item rows, int32 [n]. */
  public IntBuffer rows() {
    return rows;
  }

  /** Category rows, int32 [n, categoriesPerItem]. */
  public IntBuffer categories() {
    return categories;
  }

  /** Weights of the categories, 0 for padding, [n, categoriesPerItem]. */
  public FloatBuffer categoryWeights() {
    return categoryWeights;
  }

  /** Rows in the joint table of all item fields, int32 [n, itemFields]. */
  public IntBuffer fields() {
    return fields;
  }

  /** Knowledge vectors, zero if absent, [n, itemVectorSize]. */
  public FloatBuffer knowledge() {
    return knowledge;
  }

  /** 1 if the item has knowledge, else 0, [n]. */
  public FloatBuffer known() {
    return known;
  }

  /** Tastes by the fitted factors, zero if unknown, [n, {@link FittedFactors#TASTE_WIDTH}]. */
  public FloatBuffer taste() {
    return taste;
  }
}
