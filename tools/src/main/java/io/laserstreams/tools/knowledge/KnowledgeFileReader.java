package io.laserstreams.tools.knowledge;

import static java.util.Objects.requireNonNull;

import io.laserstreams.knowledge.request.RequestId;
import io.laserstreams.knowledge.subject.SubjectKey;
import io.laserstreams.learning.dataset.description.FileFormat;
import io.laserstreams.learning.dataset.description.TimeUnit;
import io.laserstreams.learning.dataset.file.FileColumns;
import io.laserstreams.learning.dataset.file.Row;
import io.laserstreams.learning.dataset.file.Rows;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.schema.KnowledgeAnswer;
import io.laserstreams.schema.KnowledgeVector;
import io.laserstreams.schema.Provenance;
import io.laserstreams.schema.SubjectKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/** Reads a file of {@link KnowledgeColumns} as answers that nobody asked for. */
final class KnowledgeFileReader {
  /** An id may be any text, such as NA. */
  private static final FileFormat ALL_IDS = new FileFormat(null, null, null, null, List.of());

  private final Path file;
  private final List<String> encoders;

  /**
   * @throws UserException if the file has no vectors
   * @throws io.laserstreams.learning.dataset.description.InvalidDatasetException if it is missing
   *     or cannot be read
   */
  KnowledgeFileReader(Path file) {
    this.file = requireNonNull(file, "file is null");
    this.encoders =
        FileColumns.of(file, ALL_IDS).stream()
            .filter(name -> name.startsWith(KnowledgeColumns.VECTOR))
            .map(name -> name.substring(KnowledgeColumns.VECTOR.length()))
            .toList();
    if (encoders.isEmpty()) {
      throw new UserException(
          ("%s has no column %sENCODER with vectors, for example %sbge-small-en-v15-q: it is no"
                  + " file of laser knowledge export")
              .formatted(file, KnowledgeColumns.VECTOR, KnowledgeColumns.VECTOR));
    }
  }

  /**
   * Passes on an answer for each row.
   *
   * @throws io.laserstreams.learning.dataset.description.InvalidDatasetException naming row and
   *     column of what is wrong
   */
  void forEach(Consumer<KnowledgeAnswer> visitor) {
    Set<String> wanted =
        new HashSet<>(
            List.of(
                KnowledgeColumns.KIND,
                KnowledgeColumns.ID,
                KnowledgeColumns.POSITION,
                KnowledgeColumns.BASED_ON,
                KnowledgeColumns.TEXT,
                KnowledgeColumns.GENERATOR,
                KnowledgeColumns.PROMPT_VERSION,
                KnowledgeColumns.GENERATED_AT,
                KnowledgeColumns.REQUEST_ID,
                KnowledgeColumns.PROMPT_TOKENS,
                KnowledgeColumns.COMPLETION_TOKENS));
    encoders.forEach(encoder -> wanted.add(KnowledgeColumns.VECTOR + encoder));
    Rows.read(file, ALL_IDS, wanted, row -> visitor.accept(answer(row)));
  }

  private KnowledgeAnswer answer(Row row) {
    SubjectKey key = new SubjectKey(kind(row), row.id(KnowledgeColumns.ID));
    long position = number(row, KnowledgeColumns.POSITION);
    List<KnowledgeVector> vectors = vectors(row);
    return KnowledgeAnswer.newBuilder()
        .setRequestId(RequestId.ofImport(key, position))
        .setSubjectKind(key.kind())
        .setSubjectId(key.id())
        .setPosition(position)
        .setBasedOnEventTime(time(row, KnowledgeColumns.BASED_ON))
        .setText(row.required(KnowledgeColumns.TEXT))
        .setVectors(vectors)
        .setProvenance(
            Provenance.newBuilder()
                .setGenerator(row.required(KnowledgeColumns.GENERATOR))
                .setPromptVersion(row.text(KnowledgeColumns.PROMPT_VERSION))
                .setEncoders(vectors.stream().map(KnowledgeVector::getEncoderId).toList())
                .setGeneratedAt(time(row, KnowledgeColumns.GENERATED_AT))
                .setRequestId(row.text(KnowledgeColumns.REQUEST_ID))
                .setPromptTokens(number(row, KnowledgeColumns.PROMPT_TOKENS))
                .setCompletionTokens(number(row, KnowledgeColumns.COMPLETION_TOKENS))
                .build())
        .build();
  }

  private static SubjectKind kind(Row row) {
    String kind = row.required(KnowledgeColumns.KIND);
    return switch (kind.toLowerCase(Locale.ROOT)) {
      case "user" -> SubjectKind.USER;
      case "item" -> SubjectKind.ITEM;
      default ->
          throw row.invalid(KnowledgeColumns.KIND, "'%s' is neither user nor item".formatted(kind));
    };
  }

  private static long number(Row row, String column) {
    String text = row.required(column);
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw row.invalid(column, "'%s' is no whole number".formatted(text));
    }
  }

  private static long time(Row row, String column) {
    String text = row.time(column);
    try {
      return TimeUnit.ISO_8601.millis(text);
    } catch (IllegalArgumentException e) {
      throw row.invalid(column, "'%s' is no time in ISO 8601".formatted(text));
    }
  }

  private List<KnowledgeVector> vectors(Row row) {
    List<KnowledgeVector> vectors = new ArrayList<>();
    for (String encoder : encoders) {
      String column = KnowledgeColumns.VECTOR + encoder;
      List<Float> values = new ArrayList<>();
      for (String number : row.texts(column, null)) {
        try {
          values.add(Float.valueOf(number));
        } catch (NumberFormatException e) {
          throw row.invalid(column, "'%s' is no number".formatted(number));
        }
      }
      if (!values.isEmpty()) {
        vectors.add(new KnowledgeVector(encoder, values));
      }
    }
    return vectors;
  }
}
