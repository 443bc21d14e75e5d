package io.laserstreams.crm.model;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.search.SearchKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The catalogue of models. */
public final class Models {
  public static final String TARGET_ATTENTION = "target-attention";

  private record Entry(
      ModelShape shape, @Nullable SearchKind search, Function<SharedParts, Backbone> backbone) {}

  private static final Map<String, Entry> CATALOGUE = catalogue();

  private Models() {}

  private static Map<String, Entry> catalogue() {
    var models = new LinkedHashMap<String, Entry>();
    models.put(TARGET_ATTENTION, new Entry(ModelShape.DEFAULT, null, TargetAttention::new));
    models.put("deepfm", new Entry(oneWidth().heads(1).build(), null, DeepFm::new));
    models.put("autoint", new Entry(oneWidth().layers(3).build(), null, AutoInt::new));
    models.put("dcnv2", new Entry(oneHead().layers(3).build(), null, DcnV2::new));
    models.put("gru4rec", new Entry(oneHead().build(), null, Gru4Rec::new));
    models.put(
        "caser",
        new Entry(ModelShape.builder().heads(4).keyWidth(16).layers(4).build(), null, Caser::new));
    models.put("sasrec", new Entry(oneHead().layers(2).build(), null, SasRec::new));
    models.put("din", new Entry(oneHead().build(), null, Din::new));
    for (SearchKind kind : SearchKind.values()) {
      models.put(
          "sim-" + kind.name().toLowerCase(Locale.ROOT),
          new Entry(ModelShape.DEFAULT, kind, parts -> new Sim(parts, kind)));
    }
    return models;
  }

  /** For models whose fields must have one width, see {@link FieldTokens}. */
  private static ModelShapeBuilder oneWidth() {
    return ModelShape.builder().fieldWidth(16).knowledgeWidth(16).keyWidth(16).valueWidth(16);
  }

  private static ModelShapeBuilder oneHead() {
    return ModelShape.builder().heads(1);
  }

  /** Names of all models. */
  public static List<String> names() {
    return List.copyOf(CATALOGUE.keySet());
  }

  private static Entry entry(String name) {
    Entry entry = CATALOGUE.get(requireNonNull(name, "name is null"));
    if (entry == null) {
      throw new IllegalArgumentException(
          "'%s' is not a model: choose from %s".formatted(name, String.join(", ", names())));
    }
    return entry;
  }

  static void requireName(String name) {
    entry(name);
  }

  /** Whether the model searches by item knowledge, and so reads it in any case. */
  public static boolean needsItemKnowledge(String name) {
    return entry(name).search() == SearchKind.KNOWLEDGE;
  }

  /** Whether the model searches by the items' categories, so that the catalogue must have some. */
  public static boolean needsCategories(String name) {
    return entry(name).search() == SearchKind.CATEGORY;
  }

  /** Whether the model searches by fitted factors. */
  public static boolean needsFittedFactors(String name) {
    return entry(name).search() == SearchKind.TASTE;
  }

  /** The default widths of a model. */
  public static ModelShape shape(String name) {
    return entry(name).shape();
  }

  /**
   * The chosen model with its default widths, see {@link #of(ModelChoice, FeatureSpec,
   * ModelShape)}.
   */
  public static RecommendationModel of(ModelChoice choice, FeatureSpec spec) {
    return of(choice, spec, shape(choice.name()));
  }

  /**
   * The chosen model. Its specification is {@code spec} without what the model does not read, and
   * with {@link FeatureSpec.Search#DEFAULT} if the model searches and {@code spec} does not say how
   * far.
   *
   * @throws IllegalArgumentException if the specification lacks what the model reads
   */
  public static RecommendationModel of(ModelChoice choice, FeatureSpec spec, ModelShape shape) {
    var parts =
        new SharedParts(fitted(choice, spec), requireNonNull(shape, "shape is null"), choice);
    return new ClickModel(parts, entry(choice.name()).backbone().apply(parts));
  }

  private static FeatureSpec fitted(ModelChoice choice, FeatureSpec spec) {
    ModelChoice.Knowledge knowledge = choice.knowledge();
    if ((knowledge.ofItems() && spec.itemEncoder() == null)
        || (knowledge.ofUsers() && spec.userEncoder() == null)) {
      throw new IllegalArgumentException(
          ("model %s requires knowledge '%s', but the feature specification has encoders for '%s'"
                  + " only")
              .formatted(choice.name(), knowledge, ModelChoice.Knowledge.in(spec)));
    }
    if (needsItemKnowledge(choice.name()) && !knowledge.ofItems()) {
      throw new IllegalArgumentException(
          "model %s searches by item knowledge, which knowledge '%s' lacks: choose item or both"
              .formatted(choice.name(), knowledge));
    }
    if (needsCategories(choice.name()) && !spec.useCategories()) {
      throw new IllegalArgumentException(
          "model %s searches by category, but categoriesPerItem is 0: choose another search"
              .formatted(choice.name()));
    }
    FeatureSpec.Search asked = spec.search() == null ? FeatureSpec.Search.DEFAULT : spec.search();
    return spec.withEncoders(
            knowledge.ofItems() ? spec.itemEncoder() : null,
            knowledge.ofUsers() ? spec.userEncoder() : null)
        .withSearch(entry(choice.name()).search() == null ? null : asked);
  }
}
