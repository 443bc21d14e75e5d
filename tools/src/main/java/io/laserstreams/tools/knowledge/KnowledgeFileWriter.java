package io.laserstreams.tools.knowledge;

import io.laserstreams.schema.Knowledge;
import io.laserstreams.schema.KnowledgeVector;
import io.laserstreams.schema.Provenance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collection;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;

/** Writes a file of {@link KnowledgeColumns}, in Parquet with Snappy. */
final class KnowledgeFileWriter implements AutoCloseable {
  private static final int PAGE = 1 << 16;

  private final MessageType schema;
  private final ParquetWriter<Group> writer;

  /**
   * Creates the file, which must not exist.
   *
   * @param encoders whose vectors are written
   */
  KnowledgeFileWriter(Path file, Collection<String> encoders) {
    this.schema = KnowledgeColumns.schema(encoders);
    try {
      this.writer =
          ExampleParquetWriter.builder(new LocalOutputFile(file))
              .withConf(new PlainParquetConfiguration())
              .withType(schema)
              .withCodecFactory(new CodecFactory(new PlainParquetConfiguration(), PAGE))
              .withCompressionCodec(CompressionCodecName.SNAPPY)
              .withWriteMode(ParquetFileWriter.Mode.CREATE)
              .build();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }

  /**
   * Writes a row.
   *
   * @param acceptedAt when the knowledge was published, milliseconds since the epoch
   */
  void write(Knowledge knowledge, long acceptedAt) {
    Provenance provenance = knowledge.getProvenance();
    Group row = new SimpleGroup(schema);
    row.add(KnowledgeColumns.KIND, KnowledgeTopics.name(knowledge.getSubjectKind()));
    row.add(KnowledgeColumns.ID, knowledge.getSubjectId());
    row.add(KnowledgeColumns.POSITION, knowledge.getPosition());
    row.add(KnowledgeColumns.BASED_ON, knowledge.getBasedOnEventTime());
    row.add(KnowledgeColumns.TEXT, knowledge.getText());
    row.add(KnowledgeColumns.GENERATOR, provenance.getGenerator());
    row.add(KnowledgeColumns.PROMPT_VERSION, provenance.getPromptVersion());
    row.add(KnowledgeColumns.GENERATED_AT, provenance.getGeneratedAt());
    row.add(KnowledgeColumns.REQUEST_ID, provenance.getRequestId());
    row.add(KnowledgeColumns.PROMPT_TOKENS, provenance.getPromptTokens());
    row.add(KnowledgeColumns.COMPLETION_TOKENS, provenance.getCompletionTokens());
    row.add(KnowledgeColumns.ACCEPTED_AT, acceptedAt);
    for (KnowledgeVector vector : knowledge.getVectors()) {
      Group list = row.addGroup(KnowledgeColumns.VECTOR + vector.getEncoderId());
      vector.getValues().forEach(number -> list.addGroup("list").add("element", number));
    }
    try {
      writer.write(row);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write knowledge to a file", e);
    }
  }

  @Override
  public void close() {
    try {
      writer.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot finish a file of knowledge", e);
    }
  }
}
