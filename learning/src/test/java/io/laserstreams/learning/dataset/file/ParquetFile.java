package io.laserstreams.learning.dataset.file;

import io.airlift.compress.lz4.Lz4Compressor;
import io.airlift.compress.lz4.Lz4HadoopStreams;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
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
import org.apache.parquet.schema.Type;

/** Writes Parquet for tests. */
public final class ParquetFile {
  private ParquetFile() {}

  /** A file of these rows in one column. */
  @SafeVarargs
  static Path column(Path file, Type type, Consumer<Group>... rows) {
    List<Consumer<Group>> all = new ArrayList<>();
    for (Consumer<Group> row : rows) {
      all.add(row);
    }
    return write(
        file,
        new MessageType("rows", type),
        new Compression(CompressionCodecName.SNAPPY, false),
        all);
  }

  /** A file of this schema. */
  public static Path write(Path file, MessageType schema, List<Consumer<Group>> rows) {
    return write(file, schema, new Compression(CompressionCodecName.UNCOMPRESSED, false), rows);
  }

  static Path write(
      Path file, MessageType schema, Compression compression, List<Consumer<Group>> rows) {
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file))
            .withConf(new PlainParquetConfiguration())
            .withType(schema)
            .withCodecFactory(compression)
            .withCompressionCodec(compression.codec)
            .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
            .withRowGroupRowCountLimit(3)
            .build()) {
      for (Consumer<Group> row : rows) {
        var group = new SimpleGroup(schema);
        row.accept(group);
        writer.write(group);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  /**
   * How pages are compressed.
   *
   * @param isBare for LZ4, whether to omit its frames
   */
  record Compression(CompressionCodecName codec, boolean isBare)
      implements CompressionCodecFactory {
    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName name) {
      return switch (name) {
        case GZIP, LZ4, LZ4_RAW -> new Compressor(this);
        default -> new CodecFactory(new PlainParquetConfiguration(), 1 << 16).getCompressor(name);
      };
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName name) {
      throw new UnsupportedOperationException("files are only written");
    }

    @Override
    public void release() {
      // Holds nothing.
    }

    private byte[] compress(byte[] bytes) throws IOException {
      if (codec == CompressionCodecName.LZ4_RAW || isBare) {
        var compressor = new Lz4Compressor();
        byte[] compressed = new byte[compressor.maxCompressedLength(bytes.length)];
        return Arrays.copyOf(
            compressed,
            compressor.compress(bytes, 0, bytes.length, compressed, 0, compressed.length));
      }
      var compressed = new ByteArrayOutputStream();
      try (OutputStream out =
          codec == CompressionCodecName.GZIP
              ? new GZIPOutputStream(compressed)
              : new Lz4HadoopStreams().createOutputStream(compressed)) {
        out.write(bytes);
      }
      return compressed.toByteArray();
    }
  }

  private record Compressor(Compression compression)
      implements CompressionCodecFactory.BytesInputCompressor {
    @Override
    public BytesInput compress(BytesInput bytes) throws IOException {
      return BytesInput.from(compression.compress(bytes.toInputStream().readAllBytes()));
    }

    @Override
    public CompressionCodecName getCodecName() {
      return compression.codec;
    }

    @Override
    public void release() {
      // Holds nothing.
    }
  }
}
