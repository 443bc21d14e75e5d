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
 * Unpacks pages: Snappy and Zstandard as Parquet's library does; gzip and LZ4, for which it asks
 * Hadoop, by a library that it brings.
 */
final class ParquetCodecs implements CompressionCodecFactory {
  /** What can be unpacked; not Brotli and LZO. */
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
          new Unpacking((packed, size) -> stream(new JdkGzipHadoopStreams(), packed, size));
      case LZ4 -> new Unpacking(ParquetCodecs::lz4);
      case LZ4_RAW -> new Unpacking(ParquetCodecs::lz4Raw);
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

  /** In the frames of Hadoop, which the format forgot to ask for, so that others wrote without. */
  private static byte[] lz4(byte[] packed, int size) throws IOException {
    try {
      return stream(new Lz4HadoopStreams(), packed, size);
    } catch (IOException | RuntimeException e) {
      return lz4Raw(packed, size);
    }
  }

  private static byte[] lz4Raw(byte[] packed, int size) throws IOException {
    byte[] bytes = new byte[size];
    return complete(
        bytes, new Lz4Decompressor().decompress(packed, 0, packed.length, bytes, 0, size));
  }

  private static byte[] stream(HadoopStreams streams, byte[] packed, int size) throws IOException {
    try (InputStream in = streams.createInputStream(new ByteArrayInputStream(packed))) {
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
    byte[] unpack(byte[] packed, int size) throws IOException;
  }

  private record Unpacking(Codec codec) implements BytesInputDecompressor {
    @Override
    public BytesInput decompress(BytesInput packed, int size) throws IOException {
      return BytesInput.from(codec.unpack(packed.toByteArray(), size));
    }

    @Override
    public void decompress(ByteBuffer packed, int packedSize, ByteBuffer unpacked, int size)
        throws IOException {
      byte[] bytes = new byte[packedSize];
      packed.get(bytes);
      unpacked.put(codec.unpack(bytes, size));
    }

    @Override
    public void release() {
      // holds nothing
    }
  }
}
