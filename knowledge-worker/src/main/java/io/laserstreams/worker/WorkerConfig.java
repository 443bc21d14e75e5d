package io.laserstreams.worker;

import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;
import static org.apache.kafka.common.config.ConfigDef.ValidString.in;

import io.laserstreams.runtime.config.CommonConfig;
import io.laserstreams.worker.encoder.EncoderRegistry;
import io.laserstreams.worker.encoder.OnnxTextEncoder;
import io.laserstreams.worker.prompt.Domain;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.NonEmptyString;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.ValidList;

/** The worker's configuration keys. */
public final class WorkerConfig {
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
  public static final String TEMPLATE_LIKED_ABOVE = "generator.template.liked.above";
  public static final String FILE_PATH = "generator.file.path";
  public static final String FILE_MISSING = "generator.file.missing";
  public static final String OPENAI_BASE_URL = "generator.openai.base.url";
  public static final String OPENAI_MODEL = "generator.openai.model";
  public static final String OPENAI_API_KEY = "generator.openai.api.key";
  public static final String OPENAI_TIMEOUT_MS = "generator.openai.timeout.ms";
  public static final String OPENAI_RETRIES = "generator.openai.retries";
  public static final String OPENAI_RETRY_PATIENCE_MS = "generator.openai.retry.patience.ms";
  public static final String OPENAI_CONCURRENCY = "generator.openai.concurrency";
  public static final String OPENAI_MAX_TOKENS = "generator.openai.max.tokens";
  public static final String OPENAI_TEMPERATURE = "generator.openai.temperature";
  public static final String OPENAI_SEED = "generator.openai.seed";
  public static final String OPENAI_EXTRA = "generator.openai.extra";
  public static final String PROMPT_DOMAIN = "prompt.domain";
  public static final String PROMPT_FACTORS = "prompt.factors";
  public static final String PROMPT_RATING_SCALE = "prompt.rating.scale";
  public static final String PROMPT_WORDS = "prompt.words";

  static final String AUTO = "auto";
  static final String SHARE = "share";
  static final String CONSUMER = "consumer";
  static final String TEMPLATE = "template";
  static final String FILE = "file";
  static final String OPENAI = "openai";
  static final String NONE = "none";

  /** Longer than the first pause before a repetition. */
  private static final long SHORTEST_PATIENCE_MS = 1_000;

  private WorkerConfig() {}

  public static ConfigDef definition() {
    ConfigDef definition = CommonConfig.definition(DEFAULT_HTTP_PORT);
    worker(definition);
    encoders(definition);
    generators(definition);
    openAi(definition);
    prompts(definition);
    return definition;
  }

  private static void worker(ConfigDef definition) {
    definition
        .define(
            MODE,
            Type.STRING,
            AUTO,
            in(AUTO, SHARE, CONSUMER),
            Importance.MEDIUM,
            "How requests are consumed. share: by a share group, any number of workers share the"
                + " partitions. consumer: by a consumer group, no more workers than partitions have"
                + " work. auto: by a share group where the brokers have them.")
        .define(
            GROUP_ID,
            Type.STRING,
            null,
            Importance.MEDIUM,
            "The share group's id. Unset: the application id. A consumer group gets the suffix"
                + " -consumers, since a group cannot change its kind.")
        .define(
            THREADS,
            Type.INT,
            4,
            atLeast(1),
            Importance.HIGH,
            "Texts written at the same time. With a chat server as many as it serves well;"
                + " otherwise about the number of processors.")
        .define(
            CONSUMERS,
            Type.INT,
            2,
            atLeast(1),
            Importance.LOW,
            "Consumers that share the threads. A consumer fetches its next requests when its last"
                + " are done, so a second one keeps the threads busy meanwhile.")
        .define(
            PATIENCE_MS,
            Type.LONG,
            600_000L,
            atLeast(SHORTEST_PATIENCE_MS),
            Importance.MEDIUM,
            "How long a request is held and tried again while a generator, the schema registry or"
                + " the brokers cannot be reached, before it is given back, once, to be delivered"
                + " to any worker; after that it is held until they can.")
        .define(
            DELIVERIES_MAX,
            Type.INT,
            4,
            atLeast(1),
            Importance.LOW,
            "How often a request may be delivered without an answer, since its worker died or was"
                + " stopped, before it becomes a dead letter with the reason delivered-too-often."
                + " With a share group always less than its share.delivery.count.limit, after which"
                + " the brokers drop it.");
  }

  private static void encoders(ConfigDef definition) {
    definition
        .define(
            ENCODER_IDS,
            Type.LIST,
            EncoderRegistry.DEFAULT_ENCODER,
            ValidList.in(false, EncoderRegistry.standard().ids().toArray(String[]::new)),
            Importance.HIGH,
            "Text encoders; an answer carries a vector of each, so that a new encoder can be rolled"
                + " out beside the old one.")
        .define(
            ENCODER_MAX_TOKENS,
            Type.INT,
            OnnxTextEncoder.MAX_TOKENS,
            between(3, OnnxTextEncoder.MAX_TOKENS),
            Importance.MEDIUM,
            "How many tokens of a text are encoded, special tokens included; the rest has no"
                + " influence on the vector.")
        .define(
            ENCODER_THREADS,
            Type.INT,
            0,
            atLeast(0),
            Importance.LOW,
            "Texts encoded at the same time; 0 for the number of processors.");
  }

  private static void generators(ConfigDef definition) {
    String generator =
        "template: by fixed rules, without a language model. file: from generator.file.path."
            + " openai: by a chat server.";
    definition
        .define(
            GENERATOR_USERS,
            Type.STRING,
            TEMPLATE,
            in(TEMPLATE, FILE, OPENAI),
            Importance.HIGH,
            "Who writes about users. " + generator)
        .define(
            GENERATOR_ITEMS,
            Type.STRING,
            TEMPLATE,
            in(TEMPLATE, FILE, OPENAI),
            Importance.HIGH,
            "Who writes about items. " + generator)
        .define(
            TEMPLATE_LIKED_ABOVE,
            Type.DOUBLE,
            3.0,
            Importance.MEDIUM,
            "The template takes ratings above it for liking, on the producer's scale; clicks too.")
        .define(
            FILE_PATH,
            Type.STRING,
            null,
            Importance.MEDIUM,
            "JSON object of subject id to text, read once and used verbatim.")
        .define(
            FILE_MISSING,
            Type.STRING,
            TEMPLATE,
            in(TEMPLATE, NONE),
            Importance.MEDIUM,
            "What becomes of subjects that the file does not name. template: the template writes,"
                + " under its own name. none: no answer; the request is counted as unanswered.");
  }

  private static void openAi(ConfigDef definition) {
    definition
        .define(
            OPENAI_BASE_URL,
            Type.STRING,
            "http://localhost:8000/v1",
            new NonEmptyString(),
            Importance.HIGH,
            "Any server with OpenAI's API, up to and including the version; /chat/completions is"
                + " added.")
        .define(
            OPENAI_MODEL,
            Type.STRING,
            null,
            Importance.HIGH,
            "The model's name on the server; required where openai writes.")
        .define(
            OPENAI_API_KEY,
            Type.PASSWORD,
            null,
            Importance.HIGH,
            "Sent as bearer token; for example ${env:OPENAI_API_KEY}.")
        .define(
            OPENAI_TIMEOUT_MS,
            Type.LONG,
            120_000L,
            atLeast(1),
            Importance.MEDIUM,
            "How long one attempt may take, from connecting to the last byte.")
        .define(
            OPENAI_RETRIES,
            Type.INT,
            4,
            atLeast(0),
            Importance.LOW,
            "How often a failed attempt is repeated with growing pauses, or when the server says so"
                + " (Retry-After), before worker.patience.ms takes over.")
        .define(
            OPENAI_RETRY_PATIENCE_MS,
            Type.LONG,
            300_000L,
            atLeast(SHORTEST_PATIENCE_MS),
            Importance.LOW,
            "When to stop repeating whatever is left of the retries; also the longest Retry-After"
                + " that is waited for.")
        .define(
            OPENAI_CONCURRENCY,
            Type.INT,
            8,
            atLeast(1),
            Importance.MEDIUM,
            "Requests under way to the server at the same time.")
        .define(
            OPENAI_MAX_TOKENS,
            Type.INT,
            320,
            atLeast(1),
            Importance.MEDIUM,
            "How many tokens the server may write.")
        .define(
            OPENAI_TEMPERATURE,
            Type.DOUBLE,
            0.0,
            between(0, 2),
            Importance.LOW,
            "0 for the likeliest text.")
        .define(OPENAI_SEED, Type.LONG, 7L, Importance.LOW, "For servers that sample reproducibly.")
        .define(
            OPENAI_EXTRA,
            Type.STRING,
            "{}",
            Importance.LOW,
            "JSON object of further members of the request, over those above; null removes one. For"
                + " example {\"max_tokens\": null, \"max_completion_tokens\": 320}.");
  }

  private static void prompts(ConfigDef definition) {
    definition
        .define(
            PROMPT_DOMAIN,
            Type.STRING,
            "movies",
            in(Domain.NAMES.toArray(String[]::new)),
            Importance.MEDIUM,
            "What is recommended: the words and factors of the prompts.")
        .define(
            PROMPT_FACTORS,
            Type.LIST,
            List.of(),
            Importance.MEDIUM,
            "Aspects by which tastes and items are described, in place of the domain's own.")
        .define(
            PROMPT_RATING_SCALE,
            Type.STRING,
            "1 to 5",
            new NonEmptyString(),
            Importance.MEDIUM,
            "The producers' scale of ratings, in words.")
        .define(
            PROMPT_WORDS,
            Type.INT,
            150,
            atLeast(10),
            Importance.LOW,
            "How many words the model is asked for at most; about three quarters of"
                + " encoder.max.tokens are read.");
  }
}
