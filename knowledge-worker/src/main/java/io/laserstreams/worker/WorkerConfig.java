package io.laserstreams.worker;

import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;
import static org.apache.kafka.common.config.ConfigDef.Type.DOUBLE;
import static org.apache.kafka.common.config.ConfigDef.Type.INT;
import static org.apache.kafka.common.config.ConfigDef.Type.LIST;
import static org.apache.kafka.common.config.ConfigDef.Type.LONG;
import static org.apache.kafka.common.config.ConfigDef.Type.PASSWORD;
import static org.apache.kafka.common.config.ConfigDef.Type.STRING;
import static org.apache.kafka.common.config.ConfigDef.ValidString.in;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.config.CommonConfig;
import io.laserstreams.runtime.config.ParsedText;
import io.laserstreams.worker.WorkerSettings.Delivery.Mode;
import io.laserstreams.worker.chat.Sampling;
import io.laserstreams.worker.encoder.EncoderModel;
import io.laserstreams.worker.encoder.EncoderRegistry;
import io.laserstreams.worker.encoder.OnnxTextEncoder;
import io.laserstreams.worker.language.Languages;
import io.laserstreams.worker.onnx.OnnxConfig;
import io.laserstreams.worker.openai.OpenAiSettings;
import io.laserstreams.worker.openai.Streaming;
import io.laserstreams.worker.prompt.Domain;
import io.laserstreams.worker.prompt.PromptTemplates;
import io.laserstreams.worker.taste.RatingScale;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.NonEmptyString;
import org.apache.kafka.common.config.ConfigDef.ValidList;
import org.apache.kafka.common.config.ConfigException;

/** The configuration of the knowledge worker. */
public final class WorkerConfig {
  public static final String APP = "worker";
  public static final int DEFAULT_HTTP_PORT = 9403;

  public static final String MODE = "worker.mode";
  public static final String GROUP_ID = "worker.group.id";
  public static final String THREADS = "worker.threads";
  public static final String CONSUMERS = "worker.consumers";
  public static final String PATIENCE_MS = "worker.patience.ms";
  public static final String DELIVERIES_MAX = "worker.deliveries.max";
  public static final String ENCODER_IDS = "encoder.ids";
  public static final String ENCODER_MAX_TOKENS = "encoder.max.tokens";
  public static final String ENCODER_THREADS = "encoder.threads";
  public static final String GENERATOR_USERS = "generator.users";
  public static final String GENERATOR_ITEMS = "generator.items";
  public static final String RATING_LIKED_ABOVE = "rating.liked.above";
  public static final String FILE_PATH = "generator.file.path";
  public static final String FILE_MISSING = "generator.file.missing";
  public static final String OPENAI_BASE_URL = "generator.openai.base.url";
  public static final String OPENAI_MODEL = "generator.openai.model";
  public static final String OPENAI_API_KEY = "generator.openai.api.key";
  public static final String OPENAI_TIMEOUT_MS = "generator.openai.timeout.ms";
  public static final String OPENAI_RETRIES = "generator.openai.retries";
  public static final String OPENAI_RETRY_PATIENCE_MS = "generator.openai.retry.patience.ms";
  public static final String OPENAI_CONCURRENCY = "generator.openai.concurrency";
  public static final String OPENAI_STREAM = "generator.openai.stream";
  public static final String OPENAI_MAX_TOKENS = "generator.openai.max.tokens";
  public static final String OPENAI_TEMPERATURE = "generator.openai.temperature";
  public static final String OPENAI_SEED = "generator.openai.seed";
  public static final String OPENAI_EXTRA = "generator.openai.extra";
  public static final String PROMPT_PATH = "prompt.path";
  public static final String PROMPT_DOMAIN = "prompt.domain";
  public static final String PROMPT_FACTORS = "prompt.factors";
  public static final String RATING_SCALE = "rating.scale";
  public static final String PROMPT_WORDS = "prompt.words";
  public static final String ANSWER_LANGUAGE = "answer.language";

  private static final String TEMPLATE = "template";

  /** The generator that takes texts from a file. */
  public static final String FILE = "file";

  private static final String OPENAI = "openai";

  /** The generator that runs a language model in this process. */
  public static final String ONNX = "onnx";

  private static final String NONE = "none";
  private static final Set<String> HTTP = Set.of("http", "https");
  private static final Duration FIRST_BACKOFF = Duration.ofMillis(500);
  private static final Duration BREAKER_PAUSE = Duration.ofSeconds(5);

  /** More than one request alone can cause before the server is asked something simple. */
  private static final int MIN_BREAKER_FAILURES = 10;

  /** Longer than the first pause before a repetition. */
  private static final long MIN_PATIENCE_MS = 1_000;

  private WorkerConfig() {}

  /** All keys, for parsing and for the reference. */
  public static ConfigDef definition() {
    ConfigDef definition = CommonConfig.definition(DEFAULT_HTTP_PORT);
    worker(definition);
    encoders(definition);
    generators(definition);
    ratings(definition);
    openAi(definition);
    OnnxConfig.define(definition);
    prompts(definition);
    return definition;
  }

  /**
   * Reads and validates.
   *
   * @throws ConfigException naming the key, its value and what would be valid, or the key that a
   *     chosen generator lacks
   */
  static WorkerSettings read(Map<String, ?> properties) {
    AppConfig app = AppConfig.of(APP, definition(), properties);
    return new WorkerSettings(
        app,
        new WorkerSettings.Delivery(
            Mode.valueOf(app.getString(MODE).toUpperCase(Locale.ROOT)),
            app.find(GROUP_ID).orElseGet(app::applicationId),
            app.getInt(THREADS),
            app.getInt(CONSUMERS),
            app.getMillis(PATIENCE_MS),
            app.getInt(DELIVERIES_MAX)),
        new WorkerSettings.Encoding(
            encoders(app),
            app.getInt(ENCODER_MAX_TOKENS),
            app.getInt(ENCODER_THREADS) == 0
                ? Runtime.getRuntime().availableProcessors()
                : app.getInt(ENCODER_THREADS)),
        generator(app, GENERATOR_USERS),
        generator(app, GENERATOR_ITEMS));
  }

  private static List<EncoderModel> encoders(AppConfig app) {
    EncoderRegistry registry = EncoderRegistry.standard();
    List<EncoderModel> models = new ArrayList<>();
    for (String idOrFolder : app.getList(ENCODER_IDS)) {
      try {
        models.add(registry.model(idOrFolder));
      } catch (IllegalArgumentException e) {
        throw new ConfigException(ENCODER_IDS, idOrFolder, e.getMessage());
      }
    }
    return models;
  }

  private static WorkerSettings.Generator generator(AppConfig app, String key) {
    return switch (app.getString(key)) {
      case FILE ->
          new WorkerSettings.TextFile(
              Path.of(required(app, FILE_PATH)),
              Optional.of(template(app))
                  .filter(any -> app.getString(FILE_MISSING).equals(TEMPLATE)));
      case OPENAI -> new WorkerSettings.Chat(server(app), sampling(app), prompting(app));
      case ONNX ->
          new WorkerSettings.InProcess(
              OnnxConfig.model(app, Path.of(required(app, OnnxConfig.PATH))),
              OnnxConfig.sampling(app),
              prompting(app));
      default -> template(app);
    };
  }

  private static WorkerSettings.Template template(AppConfig app) {
    return new WorkerSettings.Template(scale(app));
  }

  private static RatingScale scale(AppConfig app) {
    return new RatingScale(app.getString(RATING_SCALE), (float) app.getDouble(RATING_LIKED_ABOVE));
  }

  private static OpenAiSettings server(AppConfig app) {
    return new OpenAiSettings(
        url(app, OPENAI_BASE_URL),
        required(app, OPENAI_MODEL),
        app.findSecret(OPENAI_API_KEY).filter(key -> !key.isBlank()),
        new OpenAiSettings.Attempts(
            app.getMillis(OPENAI_TIMEOUT_MS),
            app.getInt(OPENAI_RETRIES),
            app.getMillis(OPENAI_RETRY_PATIENCE_MS),
            FIRST_BACKOFF),
        new OpenAiSettings.Breaker(
            Math.max(MIN_BREAKER_FAILURES, 2 * (app.getInt(OPENAI_RETRIES) + 1)), BREAKER_PAUSE),
        app.getInt(OPENAI_CONCURRENCY),
        Streaming.valueOf(app.getString(OPENAI_STREAM).toUpperCase(Locale.ROOT)),
        extra(app));
  }

  private static Sampling sampling(AppConfig app) {
    return new Sampling(
        app.getInt(OPENAI_MAX_TOKENS), app.getDouble(OPENAI_TEMPERATURE), app.getLong(OPENAI_SEED));
  }

  static WorkerSettings.Prompting prompting(AppConfig app) {
    PromptTemplates templates = templates(app);
    List<String> factors = app.getList(PROMPT_FACTORS);
    return new WorkerSettings.Prompting(
        factors.isEmpty() ? templates : templates.withFactors(factors),
        scale(app),
        Languages.of(app.getString(ANSWER_LANGUAGE)),
        app.getInt(PROMPT_WORDS));
  }

  private static PromptTemplates templates(AppConfig app) {
    Optional<String> path = app.find(PROMPT_PATH);
    if (path.isEmpty()) {
      return PromptTemplates.builtIn(Domain.named(app.find(PROMPT_DOMAIN).orElse(Domain.DEFAULT)));
    }
    if (app.isSet(PROMPT_DOMAIN)) {
      throw new ConfigException(
          "%s is set, and so is %s, whose domain.json says the same: remove one of them"
              .formatted(PROMPT_DOMAIN, PROMPT_PATH));
    }
    try {
      return PromptTemplates.read(Path.of(path.get()));
    } catch (IllegalArgumentException e) {
      throw new ConfigException(PROMPT_PATH, path.get(), e.getMessage());
    }
  }

  private static Map<String, Object> extra(AppConfig app) {
    String json = app.getString(OPENAI_EXTRA);
    try {
      return new ObjectMapper().readValue(json, new TypeReference<Map<String, Object>>() {});
    } catch (JsonProcessingException e) {
      throw new ConfigException(
          OPENAI_EXTRA, json, "must be a JSON object: " + e.getOriginalMessage());
    }
  }

  private static URI url(AppConfig app, String key) {
    return parse(app.getString(key))
        .filter(url -> url.getHost() != null && HTTP.contains(String.valueOf(url.getScheme())))
        .orElseThrow(
            () -> new ConfigException(key, app.getString(key), "must be an http or https URL"));
  }

  private static Optional<URI> parse(String url) {
    try {
      return Optional.of(new URI(url));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static String required(AppConfig app, String key) {
    return app.find(key)
        .orElseThrow(
            () ->
                new ConfigException(
                    "Configuration key "
                        + key
                        + " is missing; the generator chosen by "
                        + GENERATOR_USERS
                        + " or "
                        + GENERATOR_ITEMS
                        + " needs it"));
  }

  private static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static void worker(ConfigDef definition) {
    definition
        .define(
            MODE,
            STRING,
            name(Mode.AUTO),
            in(Stream.of(Mode.values()).map(WorkerConfig::name).toArray(String[]::new)),
            Importance.MEDIUM,
            "How requests are consumed. share: by a share group, any number of workers share the"
                + " partitions. consumer: by a consumer group, no more workers than partitions have"
                + " work. auto: by a share group if the brokers have them.")
        .define(
            GROUP_ID,
            STRING,
            null,
            Importance.MEDIUM,
            "The share group's id. Unset: the application id. A consumer group gets the suffix"
                + " -consumers, since a group cannot change its kind.")
        .define(
            THREADS,
            INT,
            4,
            atLeast(1),
            Importance.HIGH,
            "Texts written at the same time. With a chat server as many as it serves well;"
                + " otherwise about the number of processors.")
        .define(
            CONSUMERS,
            INT,
            2,
            atLeast(1),
            Importance.LOW,
            "Consumers that share the threads. A consumer fetches its next requests when its last"
                + " ones are done, so a second one keeps the threads busy meanwhile.")
        .define(
            PATIENCE_MS,
            LONG,
            600_000L,
            atLeast(MIN_PATIENCE_MS),
            Importance.MEDIUM,
            "How long a request is held and retried while a generator, the schema registry or the"
                + " brokers cannot be reached, before it is given back, once, to be delivered to"
                + " any worker; after that it is held until they can be reached.")
        .define(
            DELIVERIES_MAX,
            INT,
            4,
            atLeast(1),
            Importance.LOW,
            "How often a request may be delivered without an answer, because its worker died or was"
                + " stopped, before it becomes a dead letter with the reason delivered-too-often."
                + " With a share group always less than its share.delivery.count.limit, after which"
                + " the brokers drop it.");
  }

  private static void encoders(ConfigDef definition) {
    definition
        .define(
            ENCODER_IDS,
            LIST,
            EncoderRegistry.DEFAULT_ENCODER,
            ValidList.anyNonDuplicateValues(false, false),
            Importance.HIGH,
            "Text encoders; an answer carries a vector from each, so that a new encoder can be"
                + " rolled out beside the old one. Included are "
                + String.join(" and ", EncoderRegistry.standard().ids())
                + "; a path with a slash is the folder of a sentence transformer, or of a language"
                + " model that gives its hidden states, that was exported to ONNX.")
        .define(
            ENCODER_MAX_TOKENS,
            INT,
            OnnxTextEncoder.MAX_TOKENS,
            between(3, OnnxTextEncoder.MAX_TOKENS),
            Importance.MEDIUM,
            "How many tokens of a text are encoded, special tokens included; the rest does not"
                + " affect the vector.")
        .define(
            ENCODER_THREADS,
            INT,
            0,
            atLeast(0),
            Importance.LOW,
            "Texts encoded at the same time; 0 for the number of processors.");
  }

  private static void generators(ConfigDef definition) {
    String generator =
        "template: by fixed rules, without a language model. file: from generator.file.path."
            + " openai: by a chat server. onnx: by a language model in this process.";
    definition
        .define(
            GENERATOR_USERS,
            STRING,
            TEMPLATE,
            in(TEMPLATE, FILE, OPENAI, ONNX),
            Importance.HIGH,
            "Who writes about users. " + generator)
        .define(
            GENERATOR_ITEMS,
            STRING,
            TEMPLATE,
            in(TEMPLATE, FILE, OPENAI, ONNX),
            Importance.HIGH,
            "Who writes about items. " + generator)
        .define(
            FILE_PATH,
            STRING,
            null,
            Importance.MEDIUM,
            "JSON object of subject id to text, read once and used verbatim.")
        .define(
            FILE_MISSING,
            STRING,
            TEMPLATE,
            in(TEMPLATE, NONE),
            Importance.MEDIUM,
            "What happens to subjects that the file does not name. template: the template writes,"
                + " under its own name. none: no answer; the request is counted as unanswered.");
  }

  private static void ratings(ConfigDef definition) {
    definition
        .define(
            RATING_SCALE,
            STRING,
            "1 to 5",
            new NonEmptyString(),
            Importance.MEDIUM,
            "The producers' scale of ratings, in words.")
        .define(
            RATING_LIKED_ABOVE,
            DOUBLE,
            3.0,
            Importance.MEDIUM,
            "Ratings above this, on the producers' scale, say that a user liked an item, in"
                + " templates and prompts.");
  }

  private static void openAi(ConfigDef definition) {
    definition
        .define(
            OPENAI_BASE_URL,
            STRING,
            "http://localhost:8000/v1",
            new NonEmptyString(),
            Importance.HIGH,
            "Any server with OpenAI's API, up to and including the version; /chat/completions is"
                + " added.")
        .define(
            OPENAI_MODEL,
            STRING,
            null,
            Importance.HIGH,
            "The model's name on the server; required if openai writes.")
        .define(
            OPENAI_API_KEY,
            PASSWORD,
            null,
            Importance.HIGH,
            "Sent as bearer token; for example ${env:OPENAI_API_KEY}. Blank for none.")
        .define(
            OPENAI_TIMEOUT_MS,
            LONG,
            120_000L,
            atLeast(1),
            Importance.MEDIUM,
            "How long one attempt may take, from connecting to the last byte.")
        .define(
            OPENAI_RETRIES,
            INT,
            4,
            atLeast(0),
            Importance.LOW,
            "How often a failed attempt is repeated, with growing pauses or when the server says"
                + " (Retry-After), before worker.patience.ms takes over.")
        .define(
            OPENAI_RETRY_PATIENCE_MS,
            LONG,
            300_000L,
            atLeast(MIN_PATIENCE_MS),
            Importance.LOW,
            "When to stop repeating, whatever is left of the retries; also the longest Retry-After"
                + " that is respected.")
        .define(
            OPENAI_CONCURRENCY,
            INT,
            8,
            atLeast(1),
            Importance.MEDIUM,
            "Most requests in flight to the server at the same time. Fewer, down to one, while it"
                + " answers 429, 503 or 529 or takes longer than half of the timeout.")
        .define(
            OPENAI_STREAM,
            STRING,
            name(Streaming.AUTO),
            in(Stream.of(Streaming.values()).map(WorkerConfig::name).toArray(String[]::new)),
            Importance.LOW,
            "Whether to ask for answers in chunks, as server-sent events. auto: if the server"
                + " refuses to answer otherwise. Chunks are understood whatever was asked for.")
        .define(
            OPENAI_MAX_TOKENS,
            INT,
            320,
            atLeast(1),
            Importance.MEDIUM,
            "How many tokens the server may write.")
        .define(
            OPENAI_TEMPERATURE,
            DOUBLE,
            0.0,
            between(0, 2),
            Importance.LOW,
            "0 for the most likely text. A text that is no knowledge is asked for once more, with"
                + " 0.7 at least and another seed.")
        .define(OPENAI_SEED, LONG, 7L, Importance.LOW, "For servers that sample reproducibly.")
        .define(
            OPENAI_EXTRA,
            STRING,
            "{}",
            Importance.LOW,
            "JSON object of further members of the request, overriding those above; null removes"
                + " one. For example {\"max_tokens\": null, \"max_completion_tokens\": 320}.");
  }

  private static void prompts(ConfigDef definition) {
    definition
        .define(
            PROMPT_PATH,
            STRING,
            null,
            Importance.MEDIUM,
            "Folder with a team's own prompts, instead of the built-in ones: system.txt, user.txt,"
                + " item.txt, domain.json and, for the name in the provenance, version. As a start:"
                + " laser knowledge prompts --out FOLDER.")
        .define(
            PROMPT_DOMAIN,
            STRING,
            null,
            new ParsedText(Domain::named, Domain.NAMES + " or a JSON file"),
            Importance.MEDIUM,
            "What is recommended: determines the words and factors of the built-in prompts. Unset:"
                + " movies. One of these names, or the path of a JSON file with item, items,"
                + " consumed and factors, such as {\"item\": \"recipe\", \"items\": \"recipes\","
                + " \"consumed\": \"cooked\", \"factors\": [\"cuisine\", \"effort\"]}.")
        .define(
            PROMPT_FACTORS,
            LIST,
            List.of(),
            Importance.MEDIUM,
            "Aspects by which tastes and items are described, instead of the domain's own.")
        .define(
            PROMPT_WORDS,
            INT,
            150,
            atLeast(10),
            Importance.LOW,
            "How many words the model is asked for at most; about three quarters of"
                + " encoder.max.tokens are read. A text of less than a fifteenth or more than twice"
                + " as many is refused.")
        .define(
            ANSWER_LANGUAGE,
            STRING,
            Languages.ENGLISH,
            in(Languages.codes().toArray(String[]::new)),
            Importance.MEDIUM,
            "The language that the model is asked for; a text in another one is refused. English"
                + " is what the encoders that come with the product were trained on.");
  }
}
