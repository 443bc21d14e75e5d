package io.laserstreams.crm.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.laserstreams.crm.features.FeatureSpec;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Which model: a backbone and how knowledge enters it. As text {@code
 * name[:knowledge[:side[:adapter]]]}, for example {@code target-attention:item:both:moe}; omitted
 * parts are those of {@link #DEFAULT}.
 *
 * @param name of the backbone, see {@link Models#names()}
 * @param knowledge whose knowledge vectors the model reads
 * @param side where an item's knowledge enters; a user's knowledge always joins the profile
 * @param adapter what turns a knowledge vector into a part of the model
 */
public record ModelChoice(String name, Knowledge knowledge, Side side, Adapter adapter) {
  /** The model that is cheapest to serve, with all knowledge. */
  public static final ModelChoice DEFAULT =
      new ModelChoice(Models.TARGET_ATTENTION, Knowledge.BOTH, Side.BOTH, Adapter.MOE);

  /** Whose knowledge a model reads. */
  public enum Knowledge {
    NONE,
    ITEM,
    USER,
    BOTH;

    /** The knowledge for which a specification has encoders. */
    public static Knowledge in(FeatureSpec spec) {
      return spec.itemEncoder() == null
          ? spec.userEncoder() == null ? NONE : USER
          : spec.userEncoder() == null ? ITEM : BOTH;
    }

    public boolean ofItems() {
      return this == ITEM || this == BOTH;
    }

    public boolean ofUsers() {
      return this == USER || this == BOTH;
    }

    /**
     * @throws IllegalArgumentException for anything else; it lists the choices
     */
    @JsonCreator
    public static Knowledge parse(String text) {
      return ModelChoice.parse(Knowledge.class, "knowledge", text);
    }

    @Override
    @JsonValue
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Where an item's knowledge enters. */
  public enum Side {
    /** With the candidate. */
    TARGET,
    /** With the items of the history. */
    HISTORY,
    BOTH;

    boolean onTarget() {
      return this != HISTORY;
    }

    boolean onHistory() {
      return this != TARGET;
    }

    /**
     * @throws IllegalArgumentException for anything else; it lists the choices
     */
    @JsonCreator
    public static Side parse(String text) {
      return ModelChoice.parse(Side.class, "side", text);
    }

    @Override
    @JsonValue
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What turns a knowledge vector into a part of the model. */
  public enum Adapter {
    /** Gated mixture of experts, half of them shared by items and users (KAR, Xi et al. 2023). */
    MOE,
    /** One linear layer. */
    LINEAR,
    /** Nothing: the vector itself. */
    NONE;

    /**
     * @throws IllegalArgumentException for anything else; it lists the choices
     */
    @JsonCreator
    public static Adapter parse(String text) {
      return ModelChoice.parse(Adapter.class, "adapter", text);
    }

    @Override
    @JsonValue
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public ModelChoice {
    Models.requireName(name);
    requireNonNull(knowledge, "knowledge is null");
    requireNonNull(side, "side is null");
    requireNonNull(adapter, "adapter is null");
  }

  /** {@link #parse(String, ModelChoice)} with {@link #DEFAULT}. */
  public static ModelChoice parse(String text) {
    return parse(text, DEFAULT);
  }

  /**
   * Reads the text form.
   *
   * @param defaults the source of omitted parts
   * @throws IllegalArgumentException for anything else; it lists the choices
   */
  public static ModelChoice parse(String text, ModelChoice defaults) {
    String[] parts = text.trim().split(":", -1);
    if (parts.length > 4) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a model: write name[:knowledge[:side[:adapter]]]");
    }
    return new ModelChoice(
        parts[0],
        parts.length > 1 ? Knowledge.parse(parts[1]) : defaults.knowledge,
        parts.length > 2 ? Side.parse(parts[2]) : defaults.side,
        parts.length > 3 ? Adapter.parse(parts[3]) : defaults.adapter);
  }

  private static <E extends Enum<E>> E parse(Class<E> kind, String what, String text) {
    return Arrays.stream(kind.getEnumConstants())
        .filter(value -> value.toString().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'%s' is not a valid %s: choose from %s"
                        .formatted(
                            text,
                            what,
                            Arrays.stream(kind.getEnumConstants())
                                .map(Object::toString)
                                .collect(Collectors.joining(", ")))));
  }

  public ModelChoice withName(String newName) {
    return new ModelChoice(newName, knowledge, side, adapter);
  }

  public ModelChoice withKnowledge(Knowledge newKnowledge) {
    return new ModelChoice(name, newKnowledge, side, adapter);
  }

  /** The text form. */
  @Override
  public String toString() {
    return name + ":" + knowledge + ":" + side + ":" + adapter;
  }
}
