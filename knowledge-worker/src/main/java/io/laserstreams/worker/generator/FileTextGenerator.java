package io.laserstreams.worker.generator;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.laserstreams.schema.KnowledgeRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Texts from a JSON file that maps subject ids to texts, verbatim. The whole file is kept in memory. */
public final class FileTextGenerator implements TextGenerator {
  private final Map<String, String> texts;
  private final String id;
  private final Optional<TextGenerator> fallback;

  /** Subjects that the file does not name are written about by {@code fallback}, under its own name, or get no answer. */
  public FileTextGenerator(Path file, Optional<TextGenerator> fallback) {
    this.fallback = requireNonNull(fallback, "fallback is null");
    id = "file:" + file.getFileName();
    try {
      texts = Map.copyOf(new ObjectMapper().readValue(file.toFile(), new TypeReference<Map<String, String>>() {}));
    } catch (IOException e) {
      throw new IllegalArgumentException("Cannot read texts from " + file + "; it must be a JSON object of id to text", e);
    }
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public Optional<Draft> write(KnowledgeRequest request) {
    String text = texts.get(request.getSubjectId());
    if (text != null && !text.isBlank()) {
      return Optional.of(Draft.withoutPrompt(text, id));
    }
    return fallback.flatMap(generator -> generator.write(request));
  }
}
