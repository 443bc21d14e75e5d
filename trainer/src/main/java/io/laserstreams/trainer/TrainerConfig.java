package io.laserstreams.trainer;

import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;
import static org.apache.kafka.common.config.ConfigDef.Type.BOOLEAN;
import static org.apache.kafka.common.config.ConfigDef.Type.DOUBLE;
import static org.apache.kafka.common.config.ConfigDef.Type.INT;
import static org.apache.kafka.common.config.ConfigDef.Type.LIST;
import static org.apache.kafka.common.config.ConfigDef.Type.LONG;
import static org.apache.kafka.common.config.ConfigDef.Type.STRING;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.model.ModelChoice;
import io.laserstreams.crm.model.Models;
import io.laserstreams.crm.streaming.StreamingFeatures;
import io.laserstreams.featureconfig.FeatureKeys;
import io.laserstreams.learning.streaming.FeatureChoice;
import io.laserstreams.learning.streaming.Moments;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.config.CommonConfig;
import io.laserstreams.runtime.config.EventTimeKeys;
import io.laserstreams.schema.release.BundleChunks;
import io.laserstreams.trainer.continuous.FeatureRules;
import io.laserstreams.trainer.continuous.ReleaseRule;
import io.laserstreams.trainer.continuous.RoundSchedule;
import io.laserstreams.trainer.continuous.RoundSettings;
import io.laserstreams.trainer.continuous.TrainerSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.NonEmptyString;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** The configuration of the trainer. */
public final class TrainerConfig {
  public static final String APP = "trainer";
  public static final String FROZEN = "frozen";
  public static final String TRAINING_INTERVAL_MS = "training.interval.ms";
  public static final String ROUND_SLATES_MIN = "round.slates.min";
  public static final String ROUND_SLATES_MAX = "round.slates.max";
  public static final String BATCH_SLATES = "batch.slates";
  public static final String LEARNING_RATE = "learning.rate";
  public static final String AVERAGED_STEPS = "averaged.steps";
  public static final String EPOCHS = "epochs";
  public static final String REPLAY_BUFFER_SLATES = "replay.buffer.slates";
  public static final String REPLAY_SLATES = "replay.slates";
  public static final String PROPENSITY_CLIP = "propensity.clip";
  public static final String EVALUATION_SHARE = "evaluation.slice.share";
  public static final String EVALUATION_POSITIVES_MIN = "evaluation.positives.min";
  public static final String RELEASE_TOLERANCE = "release.tolerance";
  public static final String RELEASE_SAMPLES_MIN = "release.samples.min";
  public static final String RELEASE_REFUSALS_MAX = "release.refusals.max";
  public static final String RELEASES_KEPT = "releases.kept";
  public static final String RELEASE_CHUNK_BYTES = "release.chunk.bytes";
  public static final String INITIAL_BUNDLE = "initial.bundle";
  public static final String MODEL = "model";
  public static final String KNOWLEDGE_SIDE = "knowledge.side";
  public static final String KNOWLEDGE_ADAPTER = "knowledge.adapter";
  public static final String HISTORY_LENGTH = "history.length";
  public static final String SEARCH_LENGTH = "search.length";
  public static final String SEARCH_EVENTS = "search.events";
  public static final String RATING_BOUNDS = "rating.bounds";
  public static final String USER_FIELDS = "user.fields";
  public static final String CONTEXT_FIELDS = "context.fields";
  public static final String ITEM_FIELDS = "item.fields";
  public static final String CATEGORIES_PER_ITEM = "categories.per.item";
  public static final String ITEM_ENCODER = "item.encoder";
  public static final String USER_ENCODER = "user.encoder";
  public static final String ENCODER_DIMENSIONS = "encoder.dimensions";
  public static final String CAPACITY_ITEMS = "capacity.items";
  public static final String CAPACITY_CATEGORIES = "capacity.categories";
  public static final String CAPACITY_FIELD_VALUES = "capacity.field.values";
  public static final String CATALOGUE_ITEMS_MAX = "catalogue.items.max";
  public static final String LABEL_RATING_ABOVE = FeatureKeys.LABEL_RATING_ABOVE;
  public static final String FEATURES = "features";
  public static final String FEATURES_SAMPLES_MIN = "features.samples.min";
  public static final String BASIS_ROUNDS = "basis.rounds";
  public static final String BASIS_INTERACTIONS = "basis.interactions";
  public static final String BASIS_ITEMS = "basis.items";
  public static final String SEED = "seed";
  public static final String THREADS = "threads";
  public static final String CHECKPOINT_DIR = "checkpoint.dir";
  public static final String CHECKPOINTS_KEPT = "checkpoints.kept";

  /** The value of an encoder key that means no encoder. */
  public static final String NO_ENCODER = "none";

  private static final int DEFAULT_HTTP_PORT = 9404;

  private TrainerConfig() {}

  /** All keys, for parsing and for the reference. */
  public static ConfigDef definition() {
    ConfigDef definition = EventTimeKeys.define(CommonConfig.definition(DEFAULT_HTTP_PORT));
    defineTraining(definition);
    defineReleases(definition);
    defineModel(definition);
    defineFeatures(definition);
    defineStreaming(definition);
    return definition
        .define(
            CATALOGUE_ITEMS_MAX,
            INT,
            200_000,
            atLeast(1),
            Importance.MEDIUM,
            "Items whose features and vectors are kept in memory, about 2 KB each with a vector;"
                + " further ones are known by id only and counted.")
        .define(
            SEED,
            LONG,
            1L,
            Importance.LOW,
            "Seed of initial parameters and of the order of samples.")
        .define(
            THREADS,
            INT,
            1,
            between(1, 64),
            Importance.LOW,
            "Threads that learn, each a part of every batch.")
        .define(
            CHECKPOINT_DIR,
            STRING,
            null,
            Importance.MEDIUM,
            "Folder of the checkpoints. Unset: the folder checkpoints below the application id's"
                + " folder in state.dir. Without its checkpoints a trainer starts again from the"
                + " beginning of the samples topic.")
        .define(
            CHECKPOINTS_KEPT,
            INT,
            3,
            atLeast(1),
            Importance.LOW,
            "Checkpoints to keep; a damaged one is skipped.");
  }

  private static void defineTraining(ConfigDef definition) {
    definition
        .define(
            FROZEN,
            BOOLEAN,
            false,
            Importance.MEDIUM,
            "Read samples, but train and release nothing.")
        .define(
            TRAINING_INTERVAL_MS,
            LONG,
            10_000L,
            atLeast(0),
            Importance.HIGH,
            "Minimum time from the beginning of one round to that of the next.")
        .define(
            ROUND_SLATES_MIN,
            INT,
            200,
            atLeast(1),
            Importance.HIGH,
            "New slates that a round needs.")
        .define(
            ROUND_SLATES_MAX,
            INT,
            10_000,
            atLeast(1),
            Importance.LOW,
            "New slates at which a round begins at once: how a backlog is worked off.")
        .define(
            BATCH_SLATES,
            INT,
            32,
            atLeast(1),
            Importance.MEDIUM,
            "Slates per step of the optimiser.")
        .define(
            LEARNING_RATE, DOUBLE, 2e-3, between(1e-7, 1), Importance.HIGH, "Adam's learning rate.")
        .define(
            AVERAGED_STEPS,
            INT,
            100,
            atLeast(0),
            Importance.MEDIUM,
            "Steps of the optimiser over which the parameters of a release are averaged, with"
                + " exponentially fading weights and never over more than a tenth of all steps; 0:"
                + " the parameters after the last step.")
        .define(
            EPOCHS,
            INT,
            2,
            atLeast(1),
            Importance.MEDIUM,
            "Passes that a round makes over its new samples.")
        .define(
            REPLAY_SLATES,
            INT,
            2_000,
            atLeast(0),
            Importance.MEDIUM,
            "Earlier slates drawn from the buffer for each pass, so that few new samples suffice"
                + " and old ones are not forgotten.")
        .define(
            REPLAY_BUFFER_SLATES,
            INT,
            20_000,
            atLeast(0),
            Importance.MEDIUM,
            "Recent slates kept in memory for replay, about 5 KB each.")
        .define(
            PROPENSITY_CLIP,
            DOUBLE,
            0.0,
            atLeast(0),
            Importance.LOW,
            "Weight each sample by 1 / propensity, at most by this (inverse propensity weighting);"
                + " 0: all weigh the same.");
  }

  private static void defineReleases(ConfigDef definition) {
    definition
        .define(
            EVALUATION_SHARE,
            DOUBLE,
            0.5,
            between(0.01, 0.9),
            Importance.MEDIUM,
            "Share of the new samples, the newest ones, that a candidate is evaluated on and that"
                + " only a later round trains on. A small slice decides by chance: a first release"
                + " must beat three standard deviations of it.")
        .define(
            EVALUATION_POSITIVES_MIN,
            INT,
            30,
            atLeast(1),
            Importance.LOW,
            "Positives, and as many negatives, that the slice needs; otherwise the candidate is"
                + " neither released nor refused.")
        .define(
            RELEASE_TOLERANCE,
            DOUBLE,
            0.002,
            atLeast(0),
            Importance.MEDIUM,
            "How far a candidate's log loss may be above, and its AUC below, the serving model's on"
                + " the same slice.")
        .define(
            RELEASE_SAMPLES_MIN,
            LONG,
            2_000L,
            atLeast(0),
            Importance.MEDIUM,
            "Samples (shown candidates) to train on before the first release.")
        .define(
            RELEASE_REFUSALS_MAX,
            INT,
            10,
            atLeast(0),
            Importance.LOW,
            "Candidates refused in a row after which training continues from the parameters of the"
                + " last release; 0: never.")
        .define(
            RELEASES_KEPT,
            INT,
            5,
            atLeast(1),
            Importance.LOW,
            "Releases that stay on the models topic, for a rollback: when one is released, the"
                + " oldest beyond this number are deleted. One that an operator holds stays, and so"
                + " does the one before it.")
        .define(
            RELEASE_CHUNK_BYTES,
            INT,
            BundleChunks.DEFAULT_CHUNK_BYTES,
            between(1_024, 1_900_000),
            Importance.LOW,
            "Bytes of a bundle in one record; must fit max.request.size of the producer and"
                + " max.message.bytes of the topic.");
  }

  private static void defineModel(ConfigDef definition) {
    definition
        .define(
            INITIAL_BUNDLE,
            STRING,
            null,
            Importance.MEDIUM,
            "Bundle that a trainer without checkpoints starts from, instead of an untrained model;"
                + " with a checkpoint it is not used. The keys of model, features and sizes must be"
                + " the bundle's: laser config for BUNDLE prints them.")
        .define(
            MODEL,
            STRING,
            ModelChoice.DEFAULT.name(),
            in(Models.names().stream().filter(name -> !Models.needsFittedFactors(name)).toList()),
            Importance.HIGH,
            "The model that learns. Models that search by taste are not available here: they need"
                + " factors that are fitted offline.")
        .define(
            KNOWLEDGE_SIDE,
            STRING,
            ModelChoice.DEFAULT.side().toString(),
            in(List.of(ModelChoice.Side.values())),
            Importance.MEDIUM,
            "Where item knowledge enters: with the candidate, with the items of the history, or"
                + " both.")
        .define(
            KNOWLEDGE_ADAPTER,
            STRING,
            ModelChoice.DEFAULT.adapter().toString(),
            in(List.of(ModelChoice.Adapter.values())),
            Importance.MEDIUM,
            "How knowledge vectors enter the model: through a mixture of experts, one linear layer,"
                + " or not at all.");
  }

  private static ConfigDef.ValidString in(List<?> values) {
    return ConfigDef.ValidString.in(values.stream().map(Object::toString).toArray(String[]::new));
  }

  private static void defineFeatures(ConfigDef definition) {
    definition
        .define(
            HISTORY_LENGTH,
            INT,
            30,
            between(1, 1_000),
            Importance.HIGH,
            "Newest events of a user that the model reads.")
        .define(
            SEARCH_LENGTH,
            INT,
            FeatureSpec.Search.DEFAULT.length(),
            between(1, 100_000),
            Importance.MEDIUM,
            "Newest events that a searching model searches for each candidate.")
        .define(
            SEARCH_EVENTS,
            INT,
            FeatureSpec.Search.DEFAULT.events(),
            between(1, 1_000),
            Importance.MEDIUM,
            "How many of them it selects for a candidate, at most.")
        .define(
            RATING_BOUNDS,
            LIST,
            List.of("1.5", "2.5", "3.5", "4.5"),
            ConfigDef.ValidList.anyNonDuplicateValues(true, false),
            Importance.MEDIUM,
            "Ascending bounds between the ratings that the model distinguishes.")
        .define(
            USER_FIELDS,
            LIST,
            List.of(),
            ConfigDef.ValidList.anyNonDuplicateValues(true, false),
            Importance.HIGH,
            "Profile fields that the model reads.")
        .define(
            CONTEXT_FIELDS,
            LIST,
            List.of(),
            ConfigDef.ValidList.anyNonDuplicateValues(true, false),
            Importance.HIGH,
            "Context fields that the model reads.")
        .define(
            ITEM_FIELDS,
            LIST,
            List.of(),
            ConfigDef.ValidList.anyNonDuplicateValues(true, false),
            Importance.HIGH,
            "Item fields that the model reads.")
        .define(
            CATEGORIES_PER_ITEM,
            INT,
            3,
            between(0, 64),
            Importance.MEDIUM,
            "How many of an item's categories the model reads; 0 for none.")
        .define(
            ITEM_ENCODER,
            STRING,
            "bge-small-en-v15-q",
            new NonEmptyString(),
            Importance.HIGH,
            "Encoder whose vectors of item knowledge the model reads; none: no item knowledge.")
        .define(
            USER_ENCODER,
            STRING,
            "bge-small-en-v15-q",
            new NonEmptyString(),
            Importance.HIGH,
            "Encoder whose vectors of user knowledge the model reads; none: no user knowledge.")
        .define(
            ENCODER_DIMENSIONS,
            INT,
            384,
            atLeast(1),
            Importance.LOW,
            "Size of the encoders' vectors.")
        .define(
            CAPACITY_ITEMS,
            INT,
            20_000,
            atLeast(2),
            Importance.HIGH,
            "Rows of the item table; items without a row share that of unknown ones.")
        .define(
            CAPACITY_CATEGORIES,
            INT,
            1_000,
            atLeast(2),
            Importance.LOW,
            "Rows of the category table.")
        .define(
            CAPACITY_FIELD_VALUES,
            INT,
            4_000,
            atLeast(2),
            Importance.LOW,
            "Rows of each field's table.");
  }

  private static void defineStreaming(ConfigDef definition) {
    FeatureKeys.define(definition)
        .define(
            LABEL_RATING_ABOVE,
            DOUBLE,
            3.0,
            Importance.HIGH,
            "A rating above this is a like for streaming features. The same as in streams-scoring,"
                + " which labels by it.")
        .define(
            FEATURES,
            STRING,
            FeatureChoice.NONE,
            new NonEmptyString(),
            Importance.HIGH,
            "Streaming features that the model reads: none, streaming for all, or names of features"
                + " and families separated by commas; a minus before a name excludes it,"
                + " number:FIELD adds an item field that is a whole number.")
        .define(
            FEATURES_SAMPLES_MIN,
            INT,
            2_000,
            atLeast(1),
            Importance.MEDIUM,
            "Samples (shown candidates) whose streaming features were computed with fitted factors,"
                + " before a model reads the features. They are standardised by these samples, and"
                + " again whenever there are twice as many.")
        .define(
            BASIS_ROUNDS,
            INT,
            10,
            atLeast(1),
            Importance.MEDIUM,
            "Minimum rounds from one fit of the factors to the next; a release carries the newest"
                + " factors, and scoring rebuilds users' states for them.")
        .define(
            BASIS_INTERACTIONS,
            INT,
            1_000_000,
            atLeast(1),
            Importance.MEDIUM,
            "Newest interactions that factors are fitted to, 20 bytes each in memory and in each"
                + " checkpoint, besides their ids.")
        .define(
            BASIS_ITEMS,
            INT,
            10_000,
            atLeast(1),
            Importance.LOW,
            "Items whose texts a fit compares with each other's, at a cost quadratic in their"
                + " number; those with interactions come first.");
  }

  /**
   * Reads and validates.
   *
   * @throws ConfigException naming the key, its value and what would be valid
   */
  public static TrainerSettings read(Map<String, ?> properties) {
    AppConfig app = AppConfig.of(APP, definition(), properties);
    try {
      return new TrainerSettings(
          app,
          model(app),
          new TrainerSettings.Learning(
              app.getDouble(LEARNING_RATE),
              app.getInt(AVERAGED_STEPS),
              app.getInt(THREADS),
              app.getDouble(PROPENSITY_CLIP)),
          new RoundSettings(
              app.getDouble(EVALUATION_SHARE),
              app.getInt(BATCH_SLATES),
              app.getInt(EPOCHS),
              app.getInt(REPLAY_SLATES),
              app.getLong(SEED)),
          new RoundSchedule(
              app.getMillis(TRAINING_INTERVAL_MS),
              app.getInt(ROUND_SLATES_MIN),
              app.getInt(ROUND_SLATES_MAX),
              app.getInt(REPLAY_BUFFER_SLATES),
              app.getInt(RELEASE_REFUSALS_MAX),
              app.getBoolean(FROZEN)),
          new TrainerSettings.Release(
              new ReleaseRule(
                  app.getDouble(RELEASE_TOLERANCE),
                  app.getLong(RELEASE_SAMPLES_MIN),
                  app.getInt(EVALUATION_POSITIVES_MIN)),
              app.getInt(RELEASES_KEPT),
              app.getInt(RELEASE_CHUNK_BYTES)),
          new FeatureRules(
              app.getInt(FEATURES_SAMPLES_MIN),
              app.getInt(BASIS_ROUNDS),
              app.getInt(BASIS_INTERACTIONS),
              app.getInt(BASIS_ITEMS)),
          new TrainerSettings.CheckpointFolder(
              app.find(CHECKPOINT_DIR)
                  .map(Path::of)
                  .orElseGet(() -> app.ownStateDir().resolve("checkpoints")),
              app.getInt(CHECKPOINTS_KEPT)),
          app.getInt(CATALOGUE_ITEMS_MAX),
          EventTimeKeys.read(app));
    } catch (IllegalArgumentException e) {
      throw new ConfigException(
          "The trainer's configuration contradicts itself: " + e.getMessage());
    }
  }

  /** The key that says where the checkpoints are. */
  static String checkpointKey(AppConfig app) {
    return app.find(CHECKPOINT_DIR).isPresent() ? CHECKPOINT_DIR : CommonConfig.STATE_DIR;
  }

  private static TrainerSettings.Model model(AppConfig app) {
    FeatureSpec spec = featureSpec(app);
    ModelChoice choice =
        new ModelChoice(
            app.getString(MODEL),
            ModelChoice.Knowledge.in(spec),
            ModelChoice.Side.parse(app.getString(KNOWLEDGE_SIDE)),
            ModelChoice.Adapter.parse(app.getString(KNOWLEDGE_ADAPTER)));
    return new TrainerSettings.Model(
        choice, Models.of(choice, spec).spec(), app.find(INITIAL_BUNDLE).map(Path::of));
  }

  private static FeatureSpec featureSpec(AppConfig app) {
    return FeatureSpec.builder(app.getInt(HISTORY_LENGTH), capacity(app))
        .valueBounds(ratingBounds(app))
        .userFields(app.getList(USER_FIELDS))
        .contextFields(app.getList(CONTEXT_FIELDS))
        .itemFields(app.getList(ITEM_FIELDS))
        .categoriesPerItem(app.getInt(CATEGORIES_PER_ITEM))
        .itemEncoder(encoder(app, ITEM_ENCODER))
        .userEncoder(encoder(app, USER_ENCODER))
        .search(new FeatureSpec.Search(app.getInt(SEARCH_LENGTH), app.getInt(SEARCH_EVENTS)))
        .streaming(streaming(app))
        .build();
  }

  private static FeatureSpec.Capacity capacity(AppConfig app) {
    return new FeatureSpec.Capacity(
        app.getInt(CAPACITY_ITEMS),
        app.getInt(CAPACITY_CATEGORIES),
        app.getInt(CAPACITY_FIELD_VALUES));
  }

  private static List<Float> ratingBounds(AppConfig app) {
    try {
      return app.getList(RATING_BOUNDS).stream().map(Float::valueOf).toList();
    } catch (NumberFormatException e) {
      throw new ConfigException(RATING_BOUNDS, app.getList(RATING_BOUNDS), "must be numbers");
    }
  }

  private static FeatureSpec.@Nullable Encoder encoder(AppConfig app, String key) {
    String id = app.getString(key);
    return id.equals(NO_ENCODER)
        ? null
        : new FeatureSpec.Encoder(id, app.getInt(ENCODER_DIMENSIONS));
  }

  /** Features that are served but not read until it is known how they are distributed. */
  private static FeatureSpec.@Nullable Streaming streaming(AppConfig app) {
    StreamingFeatures features = FeatureChoice.of(app.getString(FEATURES), FeatureKeys.read(app));
    return features == null ? null : Moments.unheard(features);
  }
}
