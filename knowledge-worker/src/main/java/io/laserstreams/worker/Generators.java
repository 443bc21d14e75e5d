package io.laserstreams.worker;

import static java.util.Objects.requireNonNull;

import io.laserstreams.worker.WorkerSettings.Chat;
import io.laserstreams.worker.WorkerSettings.Generator;
import io.laserstreams.worker.WorkerSettings.Prompting;
import io.laserstreams.worker.WorkerSettings.Template;
import io.laserstreams.worker.WorkerSettings.TextFile;
import io.laserstreams.worker.check.KnowledgeCheck;
import io.laserstreams.worker.generator.BySubjectTextGenerator;
import io.laserstreams.worker.generator.FileTextGenerator;
import io.laserstreams.worker.generator.LanguageModelWriter;
import io.laserstreams.worker.generator.TemplateTextGenerator;
import io.laserstreams.worker.generator.TextGenerator;
import io.laserstreams.worker.metrics.WorkerMetrics;
import io.laserstreams.worker.openai.OpenAiChatModel;
import io.laserstreams.worker.prompt.Prompts;
import java.time.InstantSource;
import org.apache.kafka.common.config.ConfigException;

/** Makes the configured generators. */
final class Generators {
  private final InstantSource clock;
  private final WorkerMetrics metrics;

  Generators(InstantSource clock, WorkerMetrics metrics) {
    this.clock = requireNonNull(clock, "clock is null");
    this.metrics = requireNonNull(metrics, "metrics is null");
  }

  /**
   * @throws ConfigException if the file of texts cannot be read
   */
  TextGenerator open(Generator users, Generator items) {
    return users.equals(items) ? open(users) : new BySubjectTextGenerator(open(users), open(items));
  }

  private TextGenerator open(Generator generator) {
    if (generator instanceof TextFile file) {
      return file(file);
    }
    if (generator instanceof Chat chat) {
      return new LanguageModelWriter(
          new OpenAiChatModel(chat.server(), clock),
          prompts(chat.prompting()),
          chat.sampling(),
          new KnowledgeCheck(chat.prompting().words(), chat.prompting().language()),
          metrics);
    }
    return template((Template) generator);
  }

  private static TextGenerator template(Template template) {
    return new TemplateTextGenerator(template.scale());
  }

  private static TextGenerator file(TextFile file) {
    try {
      return new FileTextGenerator(file.texts(), file.missing().map(Generators::template));
    } catch (IllegalArgumentException e) {
      throw new ConfigException(WorkerConfig.FILE_PATH, file.texts(), e.getMessage());
    }
  }

  private static Prompts prompts(Prompting prompting) {
    return new Prompts(
        prompting.templates(), prompting.scale(), prompting.language(), prompting.words());
  }
}
