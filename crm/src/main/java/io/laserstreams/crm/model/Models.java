package io.laserstreams.crm.model;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.search.SearchKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** The catalogue of models. */
public final class Models {
  public static final String TARGET_ATTENTION = "target-attention";

  private static final List<Integer> DENSE = ModelShape.DEFAULT.hidden();

  private record Entry(
      ModelShape shape, SearchKind search, Function<SharedParts, Backbone> backbone) {}

  private static final Map<String, Entry> CATALOGUE = catalogue();

  private Models() {}

  private static Map<String, Entry> catalogue() {
    var models = new LinkedHashMap<String, Entry>();
    models.put(TARGET_ATTENTION, new Entry(ModelShape.DEFAULT, null, TargetAttention::new));
    models.put(
        "deepfm",
        new Entry(new ModelShape(16, 16, 64, 16, 4, 32, 1, 16, 16, 1, DENSE), null, DeepFm::new));
    models.put(
        "autoint",
        new Entry(new ModelShape(16, 16, 64, 16, 4, 32, 2, 16, 16, 3, DENSE), null, AutoInt::new));
    models.put(
        "dcnv2",
        new Entry(new ModelShape(16, 8, 64, 32, 4, 32, 1, 32, 32, 3, DENSE), null, DcnV2::new));
    models.put(
        "gru4rec",
        new Entry(new ModelShape(16, 8, 64, 32, 4, 32, 1, 32, 32, 1, DENSE), null, Gru4Rec::new));
    models.put(
        "caser",
        new Entry(new ModelShape(16, 8, 64, 32, 4, 32, 4, 16, 32, 4, DENSE), null, Caser::new));
    models.put(
        "sasrec",
        new Entry(new ModelShape(16, 8, 64, 32, 4, 32, 1, 32, 32, 2, DENSE), null, SasRec::new));
    models.put(
        "din",
        new Entry(new ModelShape(16, 8, 64, 32, 4, 32, 1, 32, 32, 1, DENSE), null, Din::new));
    for (SearchKind kind : SearchKind.values()) {
      models.put(
          "sim-" + kind.name().toLowerCase(Locale.ROOT),
          new Entry(ModelShape.DEFAULT, kind, parts -> new Sim(parts, kind)));
    }
    return models;
  }

  /** Names of all models. */
  public static List<String> names() {
    return List.copyOf(CATALOGUE.keySet());
  }

  static void requireName(String name) {
    requireNonNull(name, "name is null");
    if (!CATALOGUE.containsKey(name)) {
      throw new IllegalArgumentException(
          "'%s' is no model: choose from %s".formatted(name, String.join(", ", names())));
    }
  }

  /** Whether the model reads item knowledge whatever else it reads: it searches by it. */
  public static boolean needsItemKnowledge(String name) {
    requireName(name);
    return CATALOGUE.get(name).search() == SearchKind.KNOWLEDGE;
  }

  /** Whether the model searches by the items' categories, so that the catalogue must have some. */
  public static boolean needsCategories(String name) {
    requireName(name);
    return CATALOGUE.get(name).search() == SearchKind.CATEGORY;
  }

  /** Whether the model needs a basis, by which it searches. */
  public static boolean needsBasis(String name) {
    requireName(name);
    return CATALOGUE.get(name).search() == SearchKind.TASTE;
  }

  /** The widths that a model has unless it is told others. */
  public static ModelShape shape(String name) {
    requireName(name);
    return CATALOGUE.get(name).shape();
  }

  /**
   * The chosen model with its own widths, see {@link #of(ModelChoice, FeatureSpec, ModelShape)}.
   */
  public static RecommendationModel of(ModelChoice choice, FeatureSpec spec) {
    return of(choice, spec, shape(choice.name()));
  }

  /**
   * The chosen model. What it is not to read is taken out of the specification; where it searches
   * and the specification does not say how far, {@link FeatureSpec.Search#DEFAULT} is put in.
   *
   * @throws IllegalArgumentException if the specification lacks what the model reads
   */
  public static RecommendationModel of(ModelChoice choice, FeatureSpec spec, ModelShape shape) {
    var parts =
        new SharedParts(fitted(choice, spec), requireNonNull(shape, "shape is null"), choice);
    return new ClickModel(parts, CATALOGUE.get(choice.name()).backbone().apply(parts));
  }

  /**
   * The specification without what the model does not read, and with a search if the model
   * searches.
   */
  private static FeatureSpec fitted(ModelChoice choice, FeatureSpec spec) {
    ModelChoice.Knowledge knowledge = choice.knowledge();
    if (knowledge.ofItems() && spec.itemEncoder() == null
        || knowledge.ofUsers() && spec.userEncoder() == null) {
      throw new IllegalArgumentException(
          "model %s wants knowledge '%s', but the feature specification has encoders for '%s' only"
              .formatted(choice.name(), knowledge, ModelChoice.Knowledge.in(spec)));
    }
    SearchKind search = CATALOGUE.get(choice.name()).search();
    if (needsItemKnowledge(choice.name()) && !knowledge.ofItems()) {
      throw new IllegalArgumentException(
          "model %s searches by item knowledge, which knowledge '%s' lacks: choose item or both"
              .formatted(choice.name(), knowledge));
    }
    if (search == SearchKind.CATEGORY && !spec.useCategories()) {
      throw new IllegalArgumentException(
          "model %s searches by category, but categoriesPerItem is 0: choose another search"
              .formatted(choice.name()));
    }
    FeatureSpec.Search asked = spec.search() == null ? FeatureSpec.Search.DEFAULT : spec.search();
    return spec.withEncoders(
            knowledge.ofItems() ? spec.itemEncoder() : null,
            knowledge.ofUsers() ? spec.userEncoder() : null)
        .withSearch(search == null ? null : asked);
  }
}
