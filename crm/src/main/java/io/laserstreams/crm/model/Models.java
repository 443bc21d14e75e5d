package io.laserstreams.crm.model;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.features.FeatureSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The catalogue of models. */
public final class Models {
  public static final String TARGET_ATTENTION = "target-attention";

  private static final List<Integer> DENSE = ModelShape.DEFAULT.hidden();

  private record Entry(ModelShape shape, Function<SharedParts, Backbone> backbone) {}

  private static final Map<String, Entry> CATALOGUE = catalogue();

  private Models() {}

  private static Map<String, Entry> catalogue() {
    var models = new LinkedHashMap<String, Entry>();
    models.put(TARGET_ATTENTION, new Entry(ModelShape.DEFAULT, TargetAttention::new));
    models.put("deepfm", new Entry(new ModelShape(16, 16, 16, 4, 32, 1, 16, 16, 1, DENSE), DeepFm::new));
    models.put("autoint", new Entry(new ModelShape(16, 16, 16, 4, 32, 2, 16, 16, 3, DENSE), AutoInt::new));
    models.put("dcnv2", new Entry(new ModelShape(16, 8, 32, 4, 32, 1, 32, 32, 3, DENSE), DcnV2::new));
    models.put("gru4rec", new Entry(new ModelShape(16, 8, 32, 4, 32, 1, 32, 32, 1, DENSE), Gru4Rec::new));
    models.put("caser", new Entry(new ModelShape(16, 8, 32, 4, 32, 4, 16, 32, 4, DENSE), Caser::new));
    models.put("sasrec", new Entry(new ModelShape(16, 8, 32, 4, 32, 1, 32, 32, 2, DENSE), SasRec::new));
    models.put("din", new Entry(new ModelShape(16, 8, 32, 4, 32, 1, 32, 32, 1, DENSE), Din::new));
    return models;
  }

  /** Names of all models. */
  public static List<String> names() {
    return List.copyOf(CATALOGUE.keySet());
  }

  static void requireName(String name) {
    requireNonNull(name, "name is null");
    if (!CATALOGUE.containsKey(name)) {
      throw new IllegalArgumentException("'%s' is no model: choose from %s".formatted(name, String.join(", ", names())));
    }
  }

  /** The widths that a model has unless it is told others. */
  public static ModelShape shape(String name) {
    requireName(name);
    return CATALOGUE.get(name).shape();
  }

  /** The chosen model with its own widths, see {@link #of(ModelChoice, FeatureSpec, ModelShape)}. */
  public static RecommendationModel of(ModelChoice choice, FeatureSpec spec) {
    return of(choice, spec, shape(choice.name()));
  }

  /**
   * The chosen model. Encoders of knowledge that it is not to read are taken out of the specification.
   *
   * @throws IllegalArgumentException if the specification lacks what the model reads
   */
  public static RecommendationModel of(ModelChoice choice, FeatureSpec spec, ModelShape shape) {
    var parts = new SharedParts(fitted(choice, spec), requireNonNull(shape, "shape is null"), choice);
    return new ClickModel(parts, CATALOGUE.get(choice.name()).backbone().apply(parts));
  }

  private static FeatureSpec fitted(ModelChoice choice, FeatureSpec spec) {
    ModelChoice.Knowledge knowledge = choice.knowledge();
    if (knowledge.ofItems() && spec.itemEncoder() == null || knowledge.ofUsers() && spec.userEncoder() == null) {
      throw new IllegalArgumentException(
          "model %s wants knowledge '%s', but the feature specification has encoders for '%s' only"
              .formatted(choice.name(), knowledge, ModelChoice.Knowledge.in(spec)));
    }
    return spec.withEncoders(knowledge.ofItems() ? spec.itemEncoder() : null, knowledge.ofUsers() ? spec.userEncoder() : null);
  }
}
