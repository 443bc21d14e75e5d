package io.laserstreams.tools.knowledge;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.schema.Knowledge;
import io.laserstreams.schema.KnowledgeVector;
import io.laserstreams.schema.SubjectKind;
import io.laserstreams.tools.client.Brokers;
import io.laserstreams.tools.client.RecordPosition;
import io.laserstreams.tools.client.RecordReader;
import io.laserstreams.tools.output.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Writes the accepted knowledge of a living system to Parquet. The topics are read twice: first for
 * the newest record of each subject and the encoders, then for the records, so that only ids and
 * offsets are in memory.
 */
public final class KnowledgeExport {
  private static final String PARQUET = ".parquet";

  private final ExportOptions options;
  private final AppConfig config;
  private final PrintWriter out;

  public KnowledgeExport(ExportOptions options, PrintWriter out) {
    this.options = requireNonNull(options, "options is null");
    this.config = options.cluster().read();
    this.out = requireNonNull(out, "out is null");
  }

  /**
   * Writes the files, which must not exist.
   *
   * @throws UserException if one exists, or there is no knowledge
   */
  public void run() throws IOException {
    Brokers.require(config);
    if (options.out().toString().endsWith(PARQUET)) {
      write(options.out(), options.kinds());
      return;
    }
    for (SubjectKind kind : options.kinds()) {
      write(options.out().resolve(KnowledgeTopics.name(kind) + "s" + PARQUET), List.of(kind));
    }
  }

  /** The newest records, and the encoders of their vectors. */
  private static final class Newest {
    private final Map<SubjectKind, Map<String, RecordPosition>> positions = new HashMap<>();
    private final Set<String> encoders = new TreeSet<>();

    Map<String, RecordPosition> of(SubjectKind kind) {
      return positions.computeIfAbsent(kind, unused -> new HashMap<>());
    }

    int size() {
      return positions.values().stream().mapToInt(Map::size).sum();
    }
  }

  private void write(Path file, List<SubjectKind> kinds) throws IOException {
    if (Files.exists(file)) {
      throw new UserException(
          file + " exists, and an export overwrites nothing: name another file with --out");
    }
    Newest newest = newest(kinds);
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(requireNonNull(folder, "a file has a folder"));
    Path partial = file.resolveSibling(file.getFileName() + ".partial");
    Files.deleteIfExists(partial);
    int[] written = {0};
    try (KnowledgeFileWriter writer = new KnowledgeFileWriter(partial, newest.encoders);
        Progress progress = Progress.counting("export", "texts", newest.size())) {
      for (SubjectKind kind : kinds) {
        read(
            kind,
            (position, acceptedAt, id, knowledge) -> {
              if (knowledge != null && position.equals(newest.of(kind).get(id))) {
                writer.write(knowledge, acceptedAt);
                progress.at(++written[0]);
              }
            });
      }
    }
    Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
    out.println(
        "Wrote %,d texts about %s to %s, with vectors of %s"
            .formatted(
                written[0],
                String.join(
                    " and ", kinds.stream().map(kind -> KnowledgeTopics.name(kind) + "s").toList()),
                file,
                newest.encoders));
    if (written[0] < newest.size()) {
      out.println(
          "%,d changed meanwhile and are left out: export again"
              .formatted(newest.size() - written[0]));
    }
    out.flush();
  }

  private Newest newest(List<SubjectKind> kinds) {
    Newest newest = new Newest();
    for (SubjectKind kind : kinds) {
      read(
          kind,
          (position, acceptedAt, id, knowledge) -> {
            if (knowledge == null) {
              newest.of(kind).remove(id);
            } else {
              newest.of(kind).put(id, position);
              knowledge.getVectors().stream()
                  .map(KnowledgeVector::getEncoderId)
                  .forEach(newest.encoders::add);
            }
          });
    }
    if (newest.size() == 0) {
      throw new UserException(
          "There is no knowledge on "
              + String.join(
                  ", ", kinds.stream().map(kind -> config.topic(KnowledgeTopics.of(kind))).toList())
              + ": nothing was written");
    }
    return newest;
  }

  @FunctionalInterface
  private interface Visitor {
    void visit(RecordPosition position, long acceptedAt, String id, @Nullable Knowledge knowledge);
  }

  private void read(SubjectKind kind, Visitor visitor) {
    try (RecordReader reader = RecordReader.factory(config).apply(KnowledgeTopics.of(kind))) {
      long unreadable =
          reader.forEachReadableRecord(
              Knowledge.class,
              (record, knowledge) ->
                  visitor.visit(
                      RecordPosition.of(record), record.timestamp(), record.key(), knowledge));
      if (unreadable > 0) {
        throw new UserException(
            "%,d records of %s cannot be read: nothing was exported"
                .formatted(unreadable, config.topic(KnowledgeTopics.of(kind))));
      }
    }
  }
}
