package io.laserstreams.worker.onnx;

import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;
import static org.apache.kafka.common.config.ConfigDef.Type.DOUBLE;
import static org.apache.kafka.common.config.ConfigDef.Type.INT;
import static org.apache.kafka.common.config.ConfigDef.Type.LONG;
import static org.apache.kafka.common.config.ConfigDef.Type.STRING;

import io.laserstreams.crm.scoring.Device;
import io.laserstreams.lm.LanguageModelOptions;
import io.laserstreams.lm.decoder.DecoderOptions;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.config.ParsedText;
import io.laserstreams.worker.chat.Sampling;
import java.nio.file.Path;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigException;

/** The keys of the generator onnx. */
public final class OnnxConfig {
  public static final String PATH = "generator.onnx.path";
  public static final String DEVICE = "generator.onnx.device";
  public static final String THREADS = "generator.onnx.threads";
  public static final String BATCH = "generator.onnx.batch";
  public static final String CONTEXT_TOKENS = "generator.onnx.context.tokens";
  public static final String MAX_TOKENS = "generator.onnx.max.tokens";
  public static final String TEMPERATURE = "generator.onnx.temperature";
  public static final String TOP_K = "generator.onnx.top.k";
  public static final String TOP_P = "generator.onnx.top.p";
  public static final String REPETITION_PENALTY = "generator.onnx.repetition.penalty";
  public static final String SEED = "generator.onnx.seed";

  private OnnxConfig() {}

  /** Adds the keys. */
  public static void define(ConfigDef definition) {
    running(definition);
    sampling(definition);
  }

  private static void running(ConfigDef definition) {
    definition
        .define(
            PATH,
            STRING,
            null,
            Importance.HIGH,
            "A language model's folder as on the Hugging Face hub, with tokenizer.json and one ONNX"
                + " graph, or one of several graphs in it; required if onnx writes.")
        .define(
            DEVICE,
            STRING,
            "cpu",
            new ParsedText(Device::parse, "cpu, cuda or cuda:<index>"),
            Importance.MEDIUM,
            "Where the language model runs. cuda needs onnxruntime_gpu on the class path.")
        .define(
            THREADS,
            INT,
            0,
            atLeast(0),
            Importance.MEDIUM,
            "Threads of one call of the language model; 0 for the number of processors.")
        .define(
            BATCH,
            INT,
            8,
            between(1, 1_024),
            Importance.MEDIUM,
            "Texts written side by side at most; worker.threads must be as many.")
        .define(
            CONTEXT_TOKENS,
            INT,
            2_048,
            atLeast(2),
            Importance.MEDIUM,
            "Tokens that a prompt and its text may have together, if the model can read as many."
                + " Memory outside the heap grows with what is used of it.");
  }

  private static void sampling(ConfigDef definition) {
    definition
        .define(
            MAX_TOKENS,
            INT,
            256,
            atLeast(1),
            Importance.MEDIUM,
            "How many tokens the language model may write.")
        .define(
            TEMPERATURE,
            DOUBLE,
            0.7,
            between(0, 2),
            Importance.LOW,
            "0 for the most likely text, which small models tend to write in circles.")
        .define(
            TOP_K,
            INT,
            40,
            atLeast(0),
            Importance.LOW,
            "Most likely tokens that the next one is drawn from; 0 for all.")
        .define(
            TOP_P,
            DOUBLE,
            0.95,
            between(0.01, 1),
            Importance.LOW,
            "Probability that the tokens drawn from have together at least.")
        .define(
            REPETITION_PENALTY,
            DOUBLE,
            1.1,
            between(1, 10),
            Importance.LOW,
            "Makes tokens that were read or written before less likely; 1 for not.")
        .define(
            SEED,
            LONG,
            7L,
            Importance.LOW,
            "The same seed gives the same text for the same prompt.");
  }

  /**
   * The model at {@code path} as configured.
   *
   * @throws ConfigException if no prompt would fit beside a text
   */
  public static OnnxSettings model(AppConfig app, Path path) {
    if (app.getInt(MAX_TOKENS) >= app.getInt(CONTEXT_TOKENS)) {
      throw new ConfigException(
          MAX_TOKENS,
          app.getInt(MAX_TOKENS),
          "must be less than %s, %d, which has the prompt, too"
              .formatted(CONTEXT_TOKENS, app.getInt(CONTEXT_TOKENS)));
    }
    int threads = app.getInt(THREADS);
    return new OnnxSettings(
        path,
        new LanguageModelOptions(
            new DecoderOptions(
                Device.parse(app.getString(DEVICE)),
                threads == 0 ? Runtime.getRuntime().availableProcessors() : threads),
            app.getInt(BATCH),
            app.getInt(CONTEXT_TOKENS)),
        new OnnxSettings.Choice(
            app.getInt(TOP_K), app.getDouble(TOP_P), app.getDouble(REPETITION_PENALTY)));
  }

  public static Sampling sampling(AppConfig app) {
    return new Sampling(app.getInt(MAX_TOKENS), app.getDouble(TEMPERATURE), app.getLong(SEED));
  }
}
