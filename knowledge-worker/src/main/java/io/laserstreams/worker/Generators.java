package io.laserstreams.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.worker.generator.BySubjectTextGenerator;
import io.laserstreams.worker.generator.FileTextGenerator;
import io.laserstreams.worker.generator.OpenAiSettings;
import io.laserstreams.worker.generator.OpenAiTextGenerator;
import io.laserstreams.worker.generator.TemplateTextGenerator;
import io.laserstreams.worker.generator.TextGenerator;
import io.laserstreams.worker.metrics.WorkerMetrics;
import io.laserstreams.worker.prompt.Domain;
import io.laserstreams.worker.prompt.Prompts;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;

/** Makes the configured generators. */
final class Generators {
  private static final Duration FIRST_BACKOFF = Duration.ofMillis(500);

  private final AppConfig config;
  private final InstantSource clock;
  private final WorkerMetrics metrics;

  Generators(AppConfig config, InstantSource clock, WorkerMetrics metrics) {
    this.config = config;
    this.clock = clock;
    this.metrics = metrics;
  }

  /**
   * @throws ConfigException where a key that the chosen generators need is missing or wrong
   */
  TextGenerator open() {
    String users = config.getString(WorkerConfig.GENERATOR_USERS);
    String items = config.getString(WorkerConfig.GENERATOR_ITEMS);
    if (users.equals(items)) {
      return named(users);
    }
    return new BySubjectTextGenerator(named(users), named(items));
  }

  private TextGenerator named(String name) {
    return switch (name) {
      case WorkerConfig.FILE -> file();
      case WorkerConfig.OPENAI -> new OpenAiTextGenerator(settings(), prompts(), clock, metrics);
      default -> template();
    };
  }

  private TextGenerator template() {
    return new TemplateTextGenerator((float) config.getDouble(WorkerConfig.TEMPLATE_LIKED_ABOVE));
  }

  private TextGenerator file() {
    Path path = Path.of(required(WorkerConfig.FILE_PATH));
    boolean template = config.getString(WorkerConfig.FILE_MISSING).equals(WorkerConfig.TEMPLATE);
    try {
      return new FileTextGenerator(path, template ? Optional.of(template()) : Optional.empty());
    } catch (IllegalArgumentException e) {
      throw new ConfigException(WorkerConfig.FILE_PATH, path, e.getMessage());
    }
  }

  private OpenAiSettings settings() {
    return new OpenAiSettings(
        uri(WorkerConfig.OPENAI_BASE_URL),
        required(WorkerConfig.OPENAI_MODEL),
        Optional.ofNullable(config.getSecret(WorkerConfig.OPENAI_API_KEY)),
        config.getMillis(WorkerConfig.OPENAI_TIMEOUT_MS),
        config.getInt(WorkerConfig.OPENAI_RETRIES),
        config.getMillis(WorkerConfig.OPENAI_RETRY_PATIENCE_MS),
        FIRST_BACKOFF,
        config.getInt(WorkerConfig.OPENAI_CONCURRENCY),
        config.getInt(WorkerConfig.OPENAI_MAX_TOKENS),
        config.getDouble(WorkerConfig.OPENAI_TEMPERATURE),
        config.getLong(WorkerConfig.OPENAI_SEED),
        extra());
  }

  private Prompts prompts() {
    Domain domain = Domain.named(config.getString(WorkerConfig.PROMPT_DOMAIN));
    List<String> factors = config.getList(WorkerConfig.PROMPT_FACTORS);
    return new Prompts(
        factors.isEmpty() ? domain : domain.withFactors(factors),
        config.getString(WorkerConfig.PROMPT_RATING_SCALE),
        config.getInt(WorkerConfig.PROMPT_WORDS));
  }

  private Map<String, Object> extra() {
    String json = config.getString(WorkerConfig.OPENAI_EXTRA);
    try {
      return new ObjectMapper().readValue(json, new TypeReference<Map<String, Object>>() {});
    } catch (JsonProcessingException e) {
      throw new ConfigException(
          WorkerConfig.OPENAI_EXTRA, json, "must be a JSON object: " + e.getOriginalMessage());
    }
  }

  private URI uri(String key) {
    try {
      URI uri = URI.create(config.getString(key));
      if (uri.getHost() != null && List.of("http", "https").contains(uri.getScheme())) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Told below.
    }
    throw new ConfigException(key, config.getString(key), "must be an http or https URL");
  }

  private String required(String key) {
    String value = config.getString(key);
    if (value == null || value.isBlank()) {
      throw new ConfigException(
          "Configuration key "
              + key
              + " is missing; the generator chosen by "
              + WorkerConfig.GENERATOR_USERS
              + " or "
              + WorkerConfig.GENERATOR_ITEMS
              + " needs it");
    }
    return value;
  }
}
