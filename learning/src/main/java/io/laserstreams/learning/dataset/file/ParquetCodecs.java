package io.laserstreams.learning.dataset.file;

import io.airlift.compress.gzip.JdkGzipHadoopStreams;
import io.airlift.compress.hadoop.HadoopStreams;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.lz4.Lz4HadoopStreams;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Set;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Decompresses pages: Snappy and Zstandard by Parquet's own library; gzip and LZ4, for which that
 * library needs Hadoop, by aircompressor, which it depends on.
 */
final class ParquetCodecs implements CompressionCodecFactory {
  /** The supported codecs: all but Brotli and LZO. */
  static final Set<CompressionCodecName> READABLE =
      Set.of(
          CompressionCodecName.UNCOMPRESSED,
          CompressionCodecName.SNAPPY,
          CompressionCodecName.ZSTD,
          CompressionCodecName.LZ4_RAW,
          CompressionCodecName.LZ4,
          CompressionCodecName.GZIP);

  private final CodecFactory own = new CodecFactory(new PlainParquetConfiguration(), 0);

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
    return switch (codec) {
      case GZIP ->
          new Decompressor(
              (compressed, size) -> stream(new JdkGzipHadoopStreams(), compressed, size));
      case LZ4 -> new Decompressor(ParquetCodecs::lz4);
      case LZ4_RAW -> new Decompressor(ParquetCodecs::lz4Raw);
      default -> own.getDecompressor(codec);
    };
  }

  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName codec) {
    throw new UnsupportedOperationException("files are only read");
  }

  @Override
  public void release() {
    own.release();
  }

  /** In Hadoop's frames or without them: the format did not specify which. */
  private static byte[] lz4(byte[] compressed, int size) throws IOException {
    try {
      return stream(new Lz4HadoopStreams(), compressed, size);
    } catch (IOException | RuntimeException e) {
      return lz4Raw(compressed, size);
    }
  }

  private static byte[] lz4Raw(byte[] compressed, int size) throws IOException {
    byte[] bytes = new byte[size];
    return complete(
        bytes, new Lz4Decompressor().decompress(compressed, 0, compressed.length, bytes, 0, size));
  }

  private static byte[] stream(HadoopStreams streams, byte[] compressed, int size)
      throws IOException {
    try (InputStream in = streams.createInputStream(new ByteArrayInputStream(compressed))) {
      byte[] bytes = new byte[size];
      return complete(bytes, in.readNBytes(bytes, 0, size));
    }
  }

  private static byte[] complete(byte[] bytes, int read) throws IOException {
    if (read != bytes.length) {
      throw new IOException("a page has %d bytes instead of %d".formatted(read, bytes.length));
    }
    return bytes;
  }

  private interface Codec {
    byte[] decompress(byte[] compressed, int size) throws IOException;
  }

  private record Decompressor(Codec codec) implements BytesInputDecompressor {
    @Override
    public BytesInput decompress(BytesInput compressed, int size) throws IOException {
      return BytesInput.from(codec.decompress(compressed.toInputStream().readAllBytes(), size));
    }

    @Override
    public void decompress(
        ByteBuffer compressed, int compressedSize, ByteBuffer decompressed, int size)
        throws IOException {
      byte[] bytes = new byte[compressedSize];
      compressed.get(bytes);
      decompressed.put(codec.decompress(bytes, size));
    }

    @Override
    public void release() {
      // Holds nothing.
    }
  }
}
