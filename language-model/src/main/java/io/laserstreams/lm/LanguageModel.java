package io.laserstreams.lm;

import static java.util.Objects.requireNonNull;

import io.laserstreams.lm.chat.ChatMessage;
import io.laserstreams.lm.chat.ChatTemplate;
import io.laserstreams.lm.chat.SpecialTexts;
import io.laserstreams.lm.chat.Tokenizer;
import io.laserstreams.lm.decoder.Decoder;
import io.laserstreams.lm.decoder.SideBySide;
import io.laserstreams.lm.files.ModelConfig;
import io.laserstreams.lm.files.ModelFolder;
import io.laserstreams.lm.files.UnusableModelException;
import io.laserstreams.lm.generation.BatchGenerator;
import io.laserstreams.lm.generation.BatchStatistics;
import io.laserstreams.lm.generation.DirectMemory;
import io.laserstreams.lm.generation.Generation;
import io.laserstreams.lm.generation.GenerationMemory;
import io.laserstreams.lm.generation.GenerationTask;
import io.laserstreams.lm.generation.Sampling;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A decoder-only language model in this process: messages in, text out. Thread-safe; texts that are
 * asked for at the same time are written side by side.
 */
public final class LanguageModel implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LanguageModel.class);

  private final String name;
  private final ChatTemplate template;
  private final SpecialTexts specialTexts;
  private final Tokenizer tokenizer;
  private final Decoder decoder;
  private final BatchGenerator generator;
  private final int contextTokens;
  private final GenerationMemory memory;
  private boolean closed;

  /**
   * @param path a folder in the layout of the Hugging Face hub, or one of several graphs in it
   * @throws UnusableModelException if it cannot be used, naming the file and the way out
   */
  public static LanguageModel open(Path path, LanguageModelOptions options) {
    ModelFolder folder = ModelFolder.of(path);
    ModelConfig config = ModelConfig.read(folder);
    ChatTemplate template = new ChatTemplate(config.chatTemplate(), config.templateVariables());
    Tokenizer tokenizer = new Tokenizer(folder.tokenizer());
    try {
      Decoder decoder = new Decoder(folder.graph(), options.decoder());
      try {
        LanguageModelOptions bounded = options.upTo(config.contextTokens());
        GenerationMemory memory = requireMemory(folder, decoder, bounded);
        requireSideBySide(folder, decoder, bounded);
        return new LanguageModel(
            folder.name(), config, template, tokenizer, decoder, bounded, memory);
      } catch (RuntimeException | Error e) {
        decoder.close();
        throw e;
      }
    } catch (RuntimeException | Error e) {
      tokenizer.close();
      throw e;
    }
  }

  private static GenerationMemory requireMemory(
      ModelFolder folder, Decoder decoder, LanguageModelOptions options) {
    GenerationMemory memory =
        GenerationMemory.of(decoder, options.batch(), options.contextTokens());
    long limit = DirectMemory.limit();
    try {
      memory.requireOneText(limit);
    } catch (UnusableModelException e) {
      throw new UnusableModelException(folder.name() + ": " + e.getMessage(), e);
    }
    memory.warning(limit).ifPresent(warning -> log.warn("{}: {}", folder.name(), warning));
    return memory;
  }

  private static void requireSideBySide(
      ModelFolder folder, Decoder decoder, LanguageModelOptions options) {
    if (options.batch() == 1) {
      return;
    }
    decoder.newCache().requireRoom(options.batch(), options.contextTokens());
    SideBySide trial = SideBySide.of(decoder);
    if (!trial.isFaithful()) {
      throw new UnusableModelException(
          String.format(
              Locale.ROOT,
              "%s gives a text beside a longer one other logits than alone (by %.2f standard"
                  + " deviations, and by %.2f for rounding), as graphs with GroupQueryAttention do:"
                  + " write one text at a time (batch 1), or take another export",
              folder.graph(),
              trial.padding(),
              trial.rounding()));
    }
  }

  private LanguageModel(
      String name,
      ModelConfig config,
      ChatTemplate template,
      Tokenizer tokenizer,
      Decoder decoder,
      LanguageModelOptions options,
      GenerationMemory memory) {
    this.name = name;
    this.template = template;
    this.specialTexts = new SpecialTexts(config.specialTexts());
    this.tokenizer = tokenizer;
    this.decoder = decoder;
    this.generator = new BatchGenerator(decoder, config.stopTokens(), options.batch());
    this.contextTokens = options.contextTokens();
    this.memory = memory;
  }

  /** Its folder's name. */
  public String name() {
    return name;
  }

  /** Tokens that a prompt and its answer may have together. */
  public int contextTokens() {
    return contextTokens;
  }

  /** What a full batch of full texts takes outside the heap. */
  public GenerationMemory memory() {
    return memory;
  }

  public BatchStatistics statistics() {
    return generator.statistics();
  }

  /** The tokens of messages, in the form that the model was tuned on. */
  public long[] prompt(List<ChatMessage> messages) {
    return tokenizer.encode(template.render(specialTexts.removed(messages)));
  }

  /**
   * Has an answer to messages written; cancelling the result makes room for others.
   *
   * @param maxTokens to write at most
   * @param seed of everything random in it
   * @throws PromptTooLongException if both together exceed {@link #contextTokens}
   */
  public CompletableFuture<WrittenText> write(
      List<ChatMessage> messages, int maxTokens, Sampling sampling, long seed) {
    long[] prompt = prompt(requireNonNull(messages, "messages is null"));
    if (prompt.length + (long) maxTokens > contextTokens) {
      throw new PromptTooLongException(prompt.length, maxTokens, contextTokens);
    }
    CompletableFuture<Generation> generation =
        generator.submit(new GenerationTask(prompt, maxTokens, sampling, seed));
    CompletableFuture<WrittenText> text = generation.thenApply(this::text);
    var unused =
        text.whenComplete(
            (written, failure) -> {
              if (text.isCancelled()) {
                generation.cancel(true);
              }
            });
    return text;
  }

  private WrittenText text(Generation generation) {
    return new WrittenText(
        tokenizer.decode(generation.tokens()),
        generation.stopped(),
        generation.promptTokens(),
        generation.tokens().size());
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      generator.close();
      decoder.close();
      tokenizer.close();
    }
  }
}
