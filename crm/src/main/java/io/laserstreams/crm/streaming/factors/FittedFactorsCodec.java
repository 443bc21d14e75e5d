package io.laserstreams.crm.streaming.factors;

import io.laserstreams.crm.bytes.Sha256;
import io.laserstreams.crm.bytes.UnreadableBytesException;
import io.laserstreams.crm.bytes.UntrustedBytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The stored form of fitted factors: a version byte, then their parts in sequence. */
final class FittedFactorsCodec {
  private static final byte CODEC = 1;

  /** An empty id, a flag, three counts of 0. */
  private static final int MIN_ITEM_BYTES = Short.BYTES + 1 + 3 * Integer.BYTES;

  private FittedFactorsCodec() {}

  static byte[] write(FittedFactors fitted) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeByte(CODEC);
      out.writeLong(fitted.fittedUntil());
      write(out, fitted.factors());
      write(out, fitted.text());
      out.writeInt(fitted.items().size());
      for (FittedFactors.Row row : fitted.items()) {
        out.writeUTF(row.itemId());
        out.writeBoolean(row.rated());
        write(out, row.numbers());
        write(out, row.coRated());
        write(out, row.alike());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, @Nullable ItemFactors factors)
      throws IOException {
    out.writeBoolean(factors != null);
    if (factors != null) {
      out.writeFloat(factors.mean());
      out.writeFloat(factors.noise());
      write(out, factors.priorMean());
      write(out, factors.priorCovariance());
      write(out, factors.fromText());
    }
  }

  private static void write(DataOutputStream out, @Nullable TextSpace text) throws IOException {
    out.writeBoolean(text != null);
    if (text != null) {
      write(out, text.mean());
      write(out, text.components());
      write(out, text.scales());
      out.writeInt(text.coordinates());
    }
  }

  private static void write(DataOutputStream out, Neighbours neighbours) throws IOException {
    out.writeInt(neighbours.size());
    for (int i = 0; i < neighbours.size(); i++) {
      out.writeInt(neighbours.row(i));
      out.writeFloat(neighbours.similarity(i));
    }
  }

  private static void write(DataOutputStream out, float[] numbers) throws IOException {
    out.writeInt(numbers.length);
    for (float number : numbers) {
      out.writeFloat(number);
    }
  }

  private static void write(DataOutputStream out, float[][] rows) throws IOException {
    out.writeInt(rows.length);
    for (float[] row : rows) {
      write(out, row);
    }
  }

  static FittedFactors read(byte[] bytes) {
    try {
      return UntrustedBytes.read(
          "fitted factors", CODEC, ByteBuffer.wrap(bytes), FittedFactorsCodec::parts);
    } catch (IllegalArgumentException e) {
      throw new UnreadableBytesException("the fitted factors are damaged: " + e.getMessage(), e);
    }
  }

  private static FittedFactors parts(ByteBuffer in) {
    long fittedUntil = in.getLong();
    ItemFactors factors =
        flag(in)
            ? new ItemFactors(
                finite(in.getFloat()), finite(in.getFloat()), floats(in), floats(in), rows(in))
            : null;
    TextSpace text = flag(in) ? new TextSpace(floats(in), rows(in), floats(in), in.getInt()) : null;
    int count = UntrustedBytes.count(in.getInt(), MIN_ITEM_BYTES, in);
    List<FittedFactors.Row> items = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      items.add(
          new FittedFactors.Row(
              text(in), flag(in), floats(in), neighbours(in, count), neighbours(in, count)));
    }
    return new FittedFactors(fittedUntil, factors, text, items);
  }

  private static boolean flag(ByteBuffer in) {
    return in.get() != 0;
  }

  /** As {@link DataOutputStream#writeUTF} writes it. */
  private static String text(ByteBuffer in) {
    int length = UntrustedBytes.count(Short.toUnsignedInt(in.getShort()), 1, in);
    byte[] encoded = new byte[Short.BYTES + length];
    in.position(in.position() - Short.BYTES).get(encoded);
    try {
      return new DataInputStream(new ByteArrayInputStream(encoded)).readUTF();
    } catch (IOException e) {
      throw new UnreadableBytesException("an item's id is not a text: " + e.getMessage(), e);
    }
  }

  private static Neighbours neighbours(ByteBuffer in, int items) {
    int size = UntrustedBytes.count(in.getInt(), Integer.BYTES + Float.BYTES, in);
    int[] rows = new int[size];
    float[] similarities = new float[size];
    for (int i = 0; i < size; i++) {
      rows[i] = in.getInt();
      similarities[i] = finite(in.getFloat());
      if (rows[i] < 0 || rows[i] >= items) {
        throw new UnreadableBytesException(
            "there is a row %d of %d items".formatted(rows[i], items));
      }
    }
    return new Neighbours(rows, similarities);
  }

  private static float[] floats(ByteBuffer in) {
    float[] numbers = new float[UntrustedBytes.count(in.getInt(), Float.BYTES, in)];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = finite(in.getFloat());
    }
    return numbers;
  }

  private static float finite(float number) {
    if (!Float.isFinite(number)) {
      throw new UnreadableBytesException("there is the number " + number);
    }
    return number;
  }

  private static float[][] rows(ByteBuffer in) {
    float[][] rows = new float[UntrustedBytes.count(in.getInt(), Integer.BYTES, in)][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = floats(in);
    }
    return rows;
  }

  static long version(byte[] bytes) {
    return ByteBuffer.wrap(Sha256.of(bytes)).getLong();
  }
}
