package io.laserstreams.crm.streaming.basis;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/** The stored form of a basis: a version byte, then its parts one after the other. */
final class BasisCodec {
  private static final byte CODEC = 1;

  private BasisCodec() {}

  static byte[] write(Basis basis) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeByte(CODEC);
      out.writeLong(basis.fittedUntil());
      write(out, basis.factors());
      write(out, basis.text());
      out.writeInt(basis.items().size());
      for (Basis.Entry entry : basis.items()) {
        out.writeUTF(entry.itemId());
        out.writeBoolean(entry.rated());
        write(out, entry.numbers());
        write(out, entry.coRated());
        write(out, entry.alike());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, ItemFactors factors) throws IOException {
    out.writeBoolean(factors != null);
    if (factors != null) {
      out.writeFloat(factors.mean());
      out.writeFloat(factors.noise());
      write(out, factors.priorMean());
      write(out, factors.priorCovariance());
      write(out, factors.fromText());
    }
  }

  private static void write(DataOutputStream out, TextSpace text) throws IOException {
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

  static Basis read(byte[] bytes) {
    if (bytes.length == 0 || bytes[0] != CODEC) {
      throw new IllegalArgumentException(
          "the basis %s, this release reads version %d"
              .formatted(bytes.length == 0 ? "is empty" : "has codec version " + bytes[0], CODEC));
    }
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes, 1, bytes.length - 1))) {
      long fittedUntil = in.readLong();
      ItemFactors factors =
          in.readBoolean() ? new ItemFactors(in.readFloat(), in.readFloat(), floats(in), floats(in), rows(in)) : null;
      TextSpace text = in.readBoolean() ? new TextSpace(floats(in), rows(in), floats(in), in.readInt()) : null;
      int count = in.readInt();
      List<Basis.Entry> items = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        items.add(new Basis.Entry(in.readUTF(), in.readBoolean(), floats(in), neighbours(in), neighbours(in)));
      }
      return new Basis(fittedUntil, factors, text, items);
    } catch (IOException e) {
      throw new IllegalArgumentException("the basis is damaged: " + e.getMessage(), e);
    }
  }

  private static Neighbours neighbours(DataInputStream in) throws IOException {
    int size = length(in, Integer.BYTES + Float.BYTES);
    int[] rows = new int[size];
    float[] similarities = new float[size];
    for (int i = 0; i < size; i++) {
      rows[i] = in.readInt();
      similarities[i] = in.readFloat();
    }
    return new Neighbours(rows, similarities);
  }

  private static float[] floats(DataInputStream in) throws IOException {
    float[] numbers = new float[length(in, Float.BYTES)];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = in.readFloat();
    }
    return numbers;
  }

  private static float[][] rows(DataInputStream in) throws IOException {
    float[][] rows = new float[length(in, Integer.BYTES)][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = floats(in);
    }
    return rows;
  }

  private static int length(DataInputStream in, int size) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available() / size) {
      throw new IOException("a length of " + length + " where " + in.available() + " bytes are left");
    }
    return length;
  }

  static long version(byte[] bytes) {
    try {
      return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes)).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
