package io.laserstreams.worker.onnx;

import static java.util.Objects.requireNonNull;

import io.laserstreams.lm.LanguageModel;
import io.laserstreams.lm.PromptTooLongException;
import io.laserstreams.lm.WrittenText;
import io.laserstreams.lm.chat.ChatMessage;
import io.laserstreams.worker.chat.ChatModel;
import io.laserstreams.worker.chat.Completion;
import io.laserstreams.worker.chat.FinishReason;
import io.laserstreams.worker.chat.Sampling;
import io.laserstreams.worker.generator.GeneratorUnavailableException;
import io.laserstreams.worker.generator.RequestRefusedException;
import io.laserstreams.worker.prompt.Prompt;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A language model in this process. Prompts of several threads are answered side by side. */
public final class OnnxChatModel implements ChatModel, AutoCloseable {
  private final LanguageModel model;
  private final OnnxSettings.Choice choice;

  /**
   * @param model closed with this
   */
  public OnnxChatModel(LanguageModel model, OnnxSettings.Choice choice) {
    this.model = requireNonNull(model, "model is null");
    this.choice = requireNonNull(choice, "choice is null");
  }

  @Override
  public String id() {
    return "onnx:" + model.name();
  }

  @Override
  public Completion complete(Prompt prompt, Sampling sampling) throws InterruptedException {
    WrittenText text =
        wait(
            write(
                List.of(ChatMessage.system(prompt.system()), ChatMessage.user(prompt.user())),
                sampling));
    if (text.stopped()) {
      return completion(text.text(), FinishReason.STOP, text);
    }
    // A small model seldom counts its words; most telling facts come first, so a part will do.
    return WholeSentences.of(text.text())
        .map(sentences -> completion(sentences, FinishReason.SHORTENED, text))
        .orElseGet(() -> completion(text.text(), FinishReason.LENGTH, text));
  }

  private static Completion completion(String text, FinishReason finished, WrittenText written) {
    return Completion.of(text, finished, written.promptTokens(), written.completionTokens());
  }

  private CompletableFuture<WrittenText> write(List<ChatMessage> messages, Sampling sampling) {
    try {
      return model.write(
          messages, sampling.maxTokens(), choice.at(sampling.temperature()), sampling.seed());
    } catch (PromptTooLongException e) {
      throw new RequestRefusedException(
          RequestRefusedException.TOO_LONG,
          e.getMessage()
              + ": raise "
              + OnnxConfig.CONTEXT_TOKENS
              + " if the model's own is longer, or let requests carry less");
    }
  }

  private WrittenText wait(CompletableFuture<WrittenText> text) throws InterruptedException {
    try {
      return text.get();
    } catch (InterruptedException e) {
      text.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof CancellationException
          || e.getCause() instanceof OutOfMemoryError) {
        throw new GeneratorUnavailableException(id() + ": " + e.getCause(), e);
      }
      throw new IllegalStateException(id() + " failed: " + e.getCause(), e);
    }
  }

  @Override
  public void close() {
    model.close();
  }
}
