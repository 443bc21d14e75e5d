package io.laserstreams.tools.languagemodel;

import static java.util.Objects.requireNonNull;

import io.laserstreams.knowledge.KnowledgeConfig;
import io.laserstreams.lm.files.ModelFolder;
import io.laserstreams.tools.apps.AppKind;
import io.laserstreams.worker.WorkerConfig;
import io.laserstreams.worker.onnx.OnnxConfig;
import java.nio.file.Path;
import java.util.Map;

/**
 * Lets a language model in the worker's process write about users and items.
 *
 * @param model its folder, or one of several graphs in it
 */
public record InProcessWriter(Path model) {
  private static final int TEXTS = 8;

  /** What a small model can say, and an encoder reads. */
  private static final int WORDS = 60;

  private static final int TOKENS = 100;

  /** Enough that the next texts are at hand: whoever waits longer is written about as they are. */
  private static final int IN_FLIGHT = 4 * TEXTS;

  /**
   * @throws io.laserstreams.lm.files.UnusableModelException if there is no model
   */
  public InProcessWriter {
    requireNonNull(model, "model is null");
    ModelFolder.of(model);
  }

  /** What an app needs for it, besides its defaults. */
  public Map<String, String> properties(AppKind app) {
    return switch (app) {
      case WORKER ->
          Map.of(
              WorkerConfig.GENERATOR_USERS, WorkerConfig.ONNX,
              WorkerConfig.GENERATOR_ITEMS, WorkerConfig.ONNX,
              WorkerConfig.PROMPT_WORDS, Integer.toString(WORDS),
              WorkerConfig.THREADS, Integer.toString(TEXTS),
              OnnxConfig.PATH, model.toAbsolutePath().toString(),
              OnnxConfig.BATCH, Integer.toString(TEXTS),
              OnnxConfig.MAX_TOKENS, Integer.toString(TOKENS));
      case KNOWLEDGE -> Map.of(KnowledgeConfig.REQUEST_IN_FLIGHT_MAX, Integer.toString(IN_FLIGHT));
      case SCORING, TRAINER -> Map.of();
    };
  }
}
