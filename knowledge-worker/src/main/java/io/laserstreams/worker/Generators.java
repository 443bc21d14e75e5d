package io.laserstreams.worker;

import static java.util.Objects.requireNonNull;

import io.laserstreams.lm.LanguageModel;
import io.laserstreams.lm.files.UnusableModelException;
import io.laserstreams.worker.WorkerSettings.Chat;
import io.laserstreams.worker.WorkerSettings.Generator;
import io.laserstreams.worker.WorkerSettings.InProcess;
import io.laserstreams.worker.WorkerSettings.Prompting;
import io.laserstreams.worker.WorkerSettings.Template;
import io.laserstreams.worker.WorkerSettings.TextFile;
import io.laserstreams.worker.chat.ChatModel;
import io.laserstreams.worker.chat.Sampling;
import io.laserstreams.worker.check.KnowledgeCheck;
import io.laserstreams.worker.generator.BySubjectTextGenerator;
import io.laserstreams.worker.generator.FileTextGenerator;
import io.laserstreams.worker.generator.LanguageModelWriter;
import io.laserstreams.worker.generator.TemplateTextGenerator;
import io.laserstreams.worker.generator.TextGenerator;
import io.laserstreams.worker.metrics.WorkerMetrics;
import io.laserstreams.worker.onnx.OnnxChatModel;
import io.laserstreams.worker.onnx.OnnxConfig;
import io.laserstreams.worker.onnx.OnnxSettings;
import io.laserstreams.worker.openai.OpenAiChatModel;
import io.laserstreams.worker.prompt.Prompts;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.config.ConfigException;

/** Makes the configured generators, and closes what they need. */
final class Generators implements AutoCloseable {
  private final InstantSource clock;
  private final WorkerMetrics metrics;
  private final List<OnnxChatModel> models = new ArrayList<>();

  Generators(InstantSource clock, WorkerMetrics metrics) {
    this.clock = requireNonNull(clock, "clock is null");
    this.metrics = requireNonNull(metrics, "metrics is null");
  }

  /**
   * @throws ConfigException if the file of texts or the language model cannot be read
   */
  TextGenerator open(Generator users, Generator items) {
    return users.equals(items) ? open(users) : new BySubjectTextGenerator(open(users), open(items));
  }

  private TextGenerator open(Generator generator) {
    if (generator instanceof TextFile file) {
      return file(file);
    }
    if (generator instanceof Chat chat) {
      return writer(
          new OpenAiChatModel(chat.server(), clock, metrics), chat.prompting(), chat.sampling());
    }
    if (generator instanceof InProcess inProcess) {
      return writer(model(inProcess.model()), inProcess.prompting(), inProcess.sampling());
    }
    return template((Template) generator);
  }

  private LanguageModelWriter writer(ChatModel model, Prompting prompting, Sampling sampling) {
    return new LanguageModelWriter(
        model,
        prompts(prompting),
        sampling,
        new KnowledgeCheck(prompting.words(), prompting.language()),
        metrics);
  }

  private ChatModel model(OnnxSettings settings) {
    try {
      LanguageModel opened = LanguageModel.open(settings.path(), settings.options());
      OnnxChatModel model = new OnnxChatModel(opened, settings.choice());
      models.add(model);
      metrics.follow(model.id(), opened);
      return model;
    } catch (UnusableModelException e) {
      throw new ConfigException(OnnxConfig.PATH, settings.path(), e.getMessage());
    }
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

  static Prompts prompts(Prompting prompting) {
    return new Prompts(
        prompting.templates(), prompting.scale(), prompting.language(), prompting.words());
  }

  /** Texts that are not finished are cancelled. */
  @Override
  public void close() {
    models.forEach(OnnxChatModel::close);
  }
}
