package io.laserstreams.lm.chat;

import static java.util.Objects.requireNonNull;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.laserstreams.lm.files.UnusableModelException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A model's own tokenizer, from {@code tokenizer.json}. Thread-safe. */
public final class Tokenizer implements AutoCloseable {
  private static final Map<String, String> WHOLE_TEXTS =
      Map.of("truncation", "false", "padding", "false", "addSpecialTokens", "false");

  private final HuggingFaceTokenizer tokenizer;

  /**
   * @throws UnusableModelException if the file cannot be read
   */
  public Tokenizer(Path file) {
    requireNonNull(file, "file is null");
    try (InputStream json = Files.newInputStream(file)) {
      tokenizer = OfflineTokenizers.open(json, WHOLE_TEXTS);
    } catch (IOException | RuntimeException e) {
      throw new UnusableModelException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /** The ids of a text in which special tokens count as such. */
  public long[] encode(String text) {
    return tokenizer.encode(text, false, false).getIds();
  }

  /** The text of tokens, without special ones. */
  public String decode(List<Long> tokens) {
    return tokens.isEmpty()
        ? ""
        : tokenizer.decode(tokens.stream().mapToLong(Long::longValue).toArray(), true);
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
