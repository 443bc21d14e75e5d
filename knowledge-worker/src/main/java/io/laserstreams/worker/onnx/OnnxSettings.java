package io.laserstreams.worker.onnx;

import static java.util.Objects.requireNonNull;

import io.laserstreams.lm.LanguageModelOptions;
import io.laserstreams.lm.generation.Sampling;
import java.nio.file.Path;

/**
 * A language model in this process.
 *
 * @param path its folder, or one of several graphs in it
 * @param options how it is run
 * @param choice how it chooses tokens, at any temperature
 */
public record OnnxSettings(Path path, LanguageModelOptions options, Choice choice) {
  /**
   * See {@link Sampling}.
   *
   * @param topK tokens drawn from; 0 for all
   * @param topP probability that the tokens drawn from have together at least
   * @param repetitionPenalty 1 for none
   */
  public record Choice(int topK, double topP, double repetitionPenalty) {
    Sampling at(double temperature) {
      return new Sampling(temperature, topK, topP, repetitionPenalty);
    }
  }

  public OnnxSettings {
    requireNonNull(path, "path is null");
    requireNonNull(options, "options is null");
    requireNonNull(choice, "choice is null");
  }
}
