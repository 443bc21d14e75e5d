package io.laserstreams.tools.languagemodel;

import static java.util.Objects.requireNonNull;

import io.laserstreams.lm.LanguageModel;
import io.laserstreams.lm.LanguageModelOptions;
import io.laserstreams.lm.WrittenText;
import io.laserstreams.lm.chat.ChatMessage;
import io.laserstreams.lm.generation.Sampling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Loads a language model, has it write, and measures both. */
public final class ModelTrial {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Sampling SAMPLING = new Sampling(0.7, 40, 0.95, 1.1);
  private static final String SYSTEM = "You answer in plain prose, in at most sixty words.";
  private static final double MEGABYTE = 1e6;
  private static final double KILOBYTE = 1024;

  private final Path path;
  private final LanguageModelOptions options;

  public ModelTrial(Path path, LanguageModelOptions options) {
    this.path = requireNonNull(path, "path is null");
    this.options = requireNonNull(options, "options is null");
  }

  /**
   * @param question that the model answers
   * @param maxTokens of an answer
   */
  public TrialFigures run(String question, int maxTokens) throws InterruptedException {
    long start = System.nanoTime();
    try (LanguageModel model = LanguageModel.open(path, options)) {
      double open = secondsSince(start);
      List<ChatMessage> messages = List.of(ChatMessage.system(SYSTEM), ChatMessage.user(question));
      wait(model.write(messages, 1, SAMPLING, 0)); // the first call allocates

      double reading = secondsToRead(model, messages);
      long began = System.nanoTime();
      WrittenText text = wait(model.write(messages, maxTokens, SAMPLING, 1));
      double alone = secondsSince(began);
      int tokens = text.promptTokens();
      return new TrialFigures(
          model.name(),
          open,
          model.contextTokens(),
          text.text(),
          tokens,
          tokens / reading,
          text.completionTokens() / alone,
          options.batch(),
          sideBySide(model, messages, maxTokens),
          model.memory().total() / MEGABYTE,
          residentMegabytes());
    }
  }

  /** A prompt that begins with something new, so that nothing of it is in memory. */
  private static double secondsToRead(LanguageModel model, List<ChatMessage> messages)
      throws InterruptedException {
    List<ChatMessage> other = new ArrayList<>();
    messages.forEach(
        message -> other.add(new ChatMessage(message.role(), "Now: " + message.content())));
    long began = System.nanoTime();
    wait(model.write(other, 1, SAMPLING, 0));
    return secondsSince(began) * model.prompt(messages).length / model.prompt(other).length;
  }

  private double sideBySide(LanguageModel model, List<ChatMessage> messages, int maxTokens)
      throws InterruptedException {
    long began = System.nanoTime();
    List<CompletableFuture<WrittenText>> texts = new ArrayList<>();
    for (int i = 0; i < options.batch(); i++) {
      texts.add(model.write(messages, maxTokens, SAMPLING, i));
    }
    long written = 0;
    for (CompletableFuture<WrittenText> text : texts) {
      written += wait(text).completionTokens();
    }
    return written / secondsSince(began);
  }

  private static WrittenText wait(CompletableFuture<WrittenText> text) throws InterruptedException {
    try {
      return text.get();
    } catch (ExecutionException | CancellationException e) {
      throw new IllegalStateException("the language model failed: " + e.getMessage(), e);
    }
  }

  private static double secondsSince(long nanos) {
    return (System.nanoTime() - nanos) / (double) TimeUnit.SECONDS.toNanos(1);
  }

  private static double residentMegabytes() {
    try {
      if (Files.isReadable(STATUS)) {
        for (String line : Files.readAllLines(STATUS)) {
          if (line.startsWith("VmHWM:")) {
            return Long.parseLong(line.replaceAll("\\D", "")) * KILOBYTE / MEGABYTE;
          }
        }
      }
      return 0;
    } catch (IOException e) {
      return 0;
    }
  }
}
