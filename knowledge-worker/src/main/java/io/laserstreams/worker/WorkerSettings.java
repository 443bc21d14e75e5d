package io.laserstreams.worker;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.worker.chat.Sampling;
import io.laserstreams.worker.encoder.EncoderModel;
import io.laserstreams.worker.language.Language;
import io.laserstreams.worker.onnx.OnnxSettings;
import io.laserstreams.worker.openai.OpenAiSettings;
import io.laserstreams.worker.prompt.PromptTemplates;
import io.laserstreams.worker.taste.RatingScale;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The configuration of the knowledge worker, see {@link WorkerConfig} for its keys.
 *
 * @param app what all apps share
 * @param delivery how requests are consumed
 * @param encoding how texts become vectors
 * @param users who writes about users
 * @param items who writes about items
 */
record WorkerSettings(
    AppConfig app, Delivery delivery, Encoding encoding, Generator users, Generator items) {
  /**
   * How requests are consumed.
   *
   * @param mode by which kind of group
   * @param group id of the share group; the consumer group's is derived from it
   * @param threads texts written at the same time
   * @param consumers that share the threads
   * @param patience how long a request is held and tried again while something cannot be reached
   * @param maxDeliveries without an answer, after which a request becomes a dead letter
   */
  record Delivery(
      Mode mode, String group, int threads, int consumers, Duration patience, int maxDeliveries) {
    /** By which kind of group requests are consumed. */
    enum Mode {
      /** By a share group if the brokers have them, otherwise by a consumer group. */
      AUTO,
      SHARE,
      CONSUMER
    }

    Delivery {
      requireNonNull(mode, "mode is null");
      requireNonNull(group, "group is null");
      requireNonNull(patience, "patience is null");
    }
  }

  /**
   * How texts become vectors.
   *
   * @param encoders an answer carries a vector of each
   * @param maxTokens of a text that are encoded
   * @param threads texts encoded at the same time
   */
  record Encoding(List<EncoderModel> encoders, int maxTokens, int threads) {
    Encoding {
      encoders = List.copyOf(encoders);
    }
  }

  /** Who writes, with what that needs. */
  sealed interface Generator {}

  /**
   * By fixed rules.
   *
   * @param scale the producers' scale of ratings
   */
  record Template(RatingScale scale) implements Generator {
    Template {
      requireNonNull(scale, "scale is null");
    }
  }

  /**
   * From a file.
   *
   * @param texts JSON object of subject id to text
   * @param missing who writes about subjects that the file does not name; empty for nobody
   */
  record TextFile(Path texts, Optional<Template> missing) implements Generator {
    TextFile {
      requireNonNull(texts, "texts is null");
      requireNonNull(missing, "missing is null");
    }
  }

  /** A chat server. */
  record Chat(OpenAiSettings server, Sampling sampling, Prompting prompting) implements Generator {
    Chat {
      requireNonNull(server, "server is null");
      requireNonNull(sampling, "sampling is null");
      requireNonNull(prompting, "prompting is null");
    }
  }

  /** A language model in this process. */
  record InProcess(OnnxSettings model, Sampling sampling, Prompting prompting)
      implements Generator {
    InProcess {
      requireNonNull(model, "model is null");
      requireNonNull(sampling, "sampling is null");
      requireNonNull(prompting, "prompting is null");
    }
  }

  /**
   * What prompts ask for.
   *
   * @param templates the texts
   * @param scale the producers' scale of ratings
   * @param language of the texts
   * @param words how many words the model is asked for at most
   */
  record Prompting(PromptTemplates templates, RatingScale scale, Language language, int words) {
    Prompting {
      requireNonNull(templates, "templates is null");
      requireNonNull(scale, "scale is null");
      requireNonNull(language, "language is null");
    }
  }

  WorkerSettings {
    requireNonNull(app, "app is null");
    requireNonNull(delivery, "delivery is null");
    requireNonNull(encoding, "encoding is null");
    requireNonNull(users, "users is null");
    requireNonNull(items, "items is null");
  }
}
