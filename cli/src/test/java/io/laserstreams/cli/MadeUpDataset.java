package io.laserstreams.cli;

import blue.strategic.parquet.ParquetWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/**
 * Songs that were offered three at a time and played for some seconds: Parquet, slates, a label by
 * seconds, texts in the catalogue.
 */
public final class MadeUpDataset {
  private static final int LISTENERS = 15;
  private static final int SONGS = 12;
  private static final int SCREENS = 500;
  private static final long START = 1_767_225_600_000L;

  private MadeUpDataset() {}

  /** Writes {@code plays.yaml} and the files that it describes. */
  public static void write(Path folder) throws IOException {
    Files.writeString(
        folder.resolve("plays.yaml"),
        """
        name: plays
        interactions:
          file: plays.parquet
          user: listener
          item: song
          value: seconds
          time: {column: at, unit: milliseconds}
          impression: screen
          context: {device: device}
        items:
          file: songs.tsv
          id: song
          title: title
          categories: {column: mood}
          text: {mood: mood}
        label: {atLeast: 30}
        split: {earlier: 2}
        features: {history: 10, valueBounds: [30]}
        """);
    var songs = new StringBuilder("song\ttitle\tmood\n");
    for (int song = 0; song < SONGS; song++) {
      songs
          .append("s")
          .append(song)
          .append("\tSong ")
          .append(song)
          .append('\t')
          .append(song % 2 == 0 ? "calm" : "wild")
          .append('\n');
    }
    Files.writeString(folder.resolve("songs.tsv"), songs);
    MessageType schema =
        Types.buildMessage()
            .required(PrimitiveTypeName.BINARY)
            .as(LogicalTypeAnnotation.stringType())
            .named("listener")
            .required(PrimitiveTypeName.BINARY)
            .as(LogicalTypeAnnotation.stringType())
            .named("song")
            .required(PrimitiveTypeName.BINARY)
            .as(LogicalTypeAnnotation.stringType())
            .named("screen")
            .required(PrimitiveTypeName.BINARY)
            .as(LogicalTypeAnnotation.stringType())
            .named("device")
            .required(PrimitiveTypeName.INT64)
            .named("at")
            .optional(PrimitiveTypeName.INT32)
            .named("seconds")
            .named("plays");
    try (ParquetWriter<Object[]> writer =
        ParquetWriter.writeFile(
            schema,
            folder.resolve("plays.parquet").toFile(),
            (row, values) -> {
              for (int i = 0; i < schema.getFieldCount(); i++) {
                if (row[i] != null) {
                  values.write(schema.getFieldName(i), row[i]);
                }
              }
            })) {
      screens(writer);
    }
  }

  /** Listeners play songs of their own mood for long, others briefly or not at all. */
  private static void screens(ParquetWriter<Object[]> writer) throws IOException {
    var random = new Random(1);
    for (int screen = 0; screen < SCREENS; screen++) {
      int listener = random.nextInt(LISTENERS);
      int first = random.nextInt(SONGS);
      for (int i = 0; i < 3; i++) {
        int song = (first + i) % SONGS;
        boolean liked = listener % 2 == song % 2;
        Integer seconds =
            liked
                ? (Integer) (30 + random.nextInt(200))
                : random.nextBoolean() ? (Integer) random.nextInt(30) : null;
        writer.write(
            new Object[] {
              "l" + listener,
              "s" + song,
              "screen " + screen,
              screen % 3 == 0 ? "car" : "phone",
              START + screen * 1_000L,
              seconds
            });
      }
    }
  }
}
