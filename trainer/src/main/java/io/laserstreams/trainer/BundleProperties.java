package io.laserstreams.trainer;

import io.laserstreams.crm.bundle.InvalidBundleException;
import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.features.FeatureSpec.Standardised;
import io.laserstreams.crm.model.ModelChoice;
import io.laserstreams.crm.streaming.StreamingFeatures;
import io.laserstreams.featureconfig.FeatureKeys;
import io.laserstreams.learning.streaming.FeatureChoice;
import io.laserstreams.runtime.config.CommonConfig;
import io.laserstreams.runtime.config.ConfigFile;
import io.laserstreams.trainer.continuous.ModelIdentity;
import io.laserstreams.trainer.continuous.TrainerSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** The configuration of a trainer that continues the model of a bundle. */
public final class BundleProperties {
  private static final String NUMBER = "number:";

  private BundleProperties() {}

  /** The needed properties of the trainer; a key of features that is absent must not be set. */
  public static Map<String, String> of(ModelBundle bundle) {
    return of(bundle.model().choice(), bundle.spec());
  }

  /** Lines of the trainer's properties file. */
  public static List<String> lines(ModelBundle bundle) {
    List<String> lines = new ArrayList<>();
    Map<String, String> properties = of(bundle.model().choice(), bundle.spec());
    properties.forEach((key, value) -> lines.add(ConfigFile.line(key, value)));
    if (bundle.spec().streaming() != null) {
      FeatureKeys.names().stream()
          .filter(key -> !properties.containsKey(key))
          .forEach(key -> lines.add("# " + key + " must not be set"));
    }
    return lines;
  }

  /**
   * Checks that a trainer with this configuration can continue the bundle.
   *
   * @throws InvalidBundleException naming the keys, their values and what to set
   */
  public static void requireContinuable(ModelBundle bundle, TrainerSettings.Model configured) {
    if (ModelIdentity.same(bundle.model(), configured)) {
      return;
    }
    Map<String, String> needed = of(bundle.model().choice(), bundle.spec());
    obstacle(bundle)
        .ifPresent(
            reason -> {
              throw new InvalidBundleException(
                  "No trainer can continue model "
                      + bundle.version()
                      + ": "
                      + reason
                      + ". Train it again with settings that the trainer has, or start without the"
                      + " bundle");
            });
    Map<String, String> actual = of(configured.choice(), configured.spec());
    String misfits =
        Stream.concat(needed.keySet().stream(), actual.keySet().stream())
            .distinct()
            .filter(key -> !Objects.equals(needed.get(key), actual.get(key)))
            .map(
                key ->
                    "%s is %s, the bundle has %s"
                        .formatted(key, shown(actual.get(key)), shown(needed.get(key))))
            .collect(Collectors.joining("; "));
    throw new InvalidBundleException(
        "Model "
            + bundle.version()
            + " is another than this trainer's, which cannot continue it: "
            + misfits
            + ". Give the trainer the bundle's configuration, or start without the bundle. It"
            + " needs: "
            + String.join("; ", lines(bundle)));
  }

  /** Why no trainer can continue a bundle, whatever its configuration; empty if one can. */
  public static Optional<String> obstacle(ModelBundle bundle) {
    Map<String, String> properties = new LinkedHashMap<>(of(bundle));
    properties.put(CommonConfig.BOOTSTRAP_SERVERS, CommonConfig.DEFAULT_BOOTSTRAP_SERVERS);
    properties.put(CommonConfig.SCHEMA_REGISTRY_URL, CommonConfig.DEFAULT_REGISTRY_URL);
    try {
      return ModelIdentity.same(bundle.model(), TrainerConfig.read(properties).model())
          ? Optional.empty()
          : Optional.of("its features, encoders or fields have no values of the trainer's keys");
    } catch (ConfigException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** The properties by key, in the order of the file. */
  static Map<String, String> of(ModelChoice choice, FeatureSpec spec) {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put(TrainerConfig.MODEL, choice.name());
    properties.put(TrainerConfig.KNOWLEDGE_SIDE, choice.side().toString());
    properties.put(TrainerConfig.KNOWLEDGE_ADAPTER, choice.adapter().toString());
    properties.put(TrainerConfig.HISTORY_LENGTH, Integer.toString(spec.historyLength()));
    FeatureSpec.Search search = spec.search();
    if (search != null) {
      properties.put(TrainerConfig.SEARCH_LENGTH, Integer.toString(search.length()));
      properties.put(TrainerConfig.SEARCH_EVENTS, Integer.toString(search.events()));
    }
    properties.put(
        TrainerConfig.RATING_BOUNDS,
        spec.valueBounds().stream().map(String::valueOf).collect(Collectors.joining(",")));
    properties.put(TrainerConfig.USER_FIELDS, String.join(",", spec.userFields()));
    properties.put(TrainerConfig.CONTEXT_FIELDS, String.join(",", spec.contextFields()));
    properties.put(TrainerConfig.ITEM_FIELDS, String.join(",", spec.itemFields()));
    properties.put(TrainerConfig.CATEGORIES_PER_ITEM, Integer.toString(spec.categoriesPerItem()));
    encoders(spec, properties);
    FeatureSpec.Capacity capacity = spec.capacity();
    properties.put(TrainerConfig.CAPACITY_ITEMS, Integer.toString(capacity.items()));
    properties.put(TrainerConfig.CAPACITY_CATEGORIES, Integer.toString(capacity.categories()));
    properties.put(TrainerConfig.CAPACITY_FIELD_VALUES, Integer.toString(capacity.fieldValues()));
    features(spec.streaming(), properties);
    return properties;
  }

  private static void encoders(FeatureSpec spec, Map<String, String> properties) {
    FeatureSpec.Encoder item = spec.itemEncoder();
    FeatureSpec.Encoder user = spec.userEncoder();
    properties.put(TrainerConfig.ITEM_ENCODER, item == null ? TrainerConfig.NO_ENCODER : item.id());
    properties.put(TrainerConfig.USER_ENCODER, user == null ? TrainerConfig.NO_ENCODER : user.id());
    FeatureSpec.Encoder either = item == null ? user : item;
    if (either != null) {
      properties.put(TrainerConfig.ENCODER_DIMENSIONS, Integer.toString(either.dimensions()));
    }
  }

  private static void features(
      FeatureSpec.@Nullable Streaming streaming, Map<String, String> properties) {
    if (streaming == null) {
      properties.put(TrainerConfig.FEATURES, FeatureChoice.NONE);
      return;
    }
    properties.put(TrainerConfig.FEATURES, choice(streaming));
    Map<String, String> settings = FeatureKeys.write(streaming.settings());
    FeatureKeys.names().stream()
        .filter(settings::containsKey)
        .forEach(key -> properties.put(key, settings.get(key)));
  }

  /** The shortest text that chooses these features. */
  private static String choice(FeatureSpec.Streaming streaming) {
    List<String> names =
        Stream.concat(streaming.ofUser().stream(), streaming.ofCandidate().stream())
            .map(Standardised::name)
            .toList();
    String all =
        Stream.concat(
                Stream.of(FeatureChoice.ALL),
                names.stream().filter(name -> name.startsWith(NUMBER)))
            .collect(Collectors.joining(","));
    StreamingFeatures chosen = FeatureChoice.of(all, streaming.settings());
    return chosen != null
            && chosen.namesOfUser().equals(names(streaming.ofUser()))
            && chosen.namesOfCandidate().equals(names(streaming.ofCandidate()))
        ? all
        : String.join(",", names);
  }

  private static List<String> names(List<Standardised> features) {
    return features.stream().map(Standardised::name).toList();
  }

  private static String shown(@Nullable String value) {
    return value == null ? "unset" : value.isEmpty() ? "empty" : value;
  }
}
