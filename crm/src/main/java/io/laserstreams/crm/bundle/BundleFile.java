package io.laserstreams.crm.bundle;

import io.laserstreams.crm.bytes.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * The file form of a bundle: a zip whose last entry, {@code SHA256SUMS}, has the checksum of every
 * other entry in the format of {@code sha256sum}. The same entries give the same bytes.
 */
final class BundleFile {
  private static final String SUMS = "SHA256SUMS";
  private static final int END_RECORD_SIZE = 22;
  private static final byte[] END_SIGNATURE = {'P', 'K', 5, 6};
  private static final LocalDateTime EPOCH = LocalDateTime.of(1980, 1, 1, 0, 0);

  /** Weights hardly compress; vocabularies shrink to a few tenths. */
  private static final long MAX_UNZIPPED_PER_BYTE = 100;

  private BundleFile() {}

  static byte[] write(Map<String, byte[]> entries) {
    var sums = new StringBuilder();
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (var entry : entries.entrySet()) {
        put(zip, entry.getKey(), entry.getValue());
        sums.append(Sha256.hex(entry.getValue())).append("  ").append(entry.getKey()).append('\n');
      }
      put(zip, SUMS, sums.toString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    var entry = new ZipEntry(name);
    entry.setTimeLocal(EPOCH);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  /**
   * The entries by name, their checksums verified; together they are at most 100 times as large as
   * the file.
   *
   * @throws InvalidBundleException if the bytes are not such a file
   */
  static Map<String, byte[]> read(byte[] bytes) {
    requireComplete(bytes);
    Map<String, byte[]> entries = new TreeMap<>();
    long left = MAX_UNZIPPED_PER_BYTE * bytes.length;
    try (var zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        byte[] content = zip.readNBytes((int) Math.min(left + 1, Integer.MAX_VALUE - Long.BYTES));
        left -= content.length;
        if (left < 0) {
          throw new InvalidBundleException(
              "the model bundle is damaged: its %d bytes unzip to more than %d each"
                  .formatted(bytes.length, MAX_UNZIPPED_PER_BYTE));
        }
        entries.put(entry.getName(), content);
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidBundleException("the model bundle is damaged: " + e.getMessage(), e);
    }
    byte[] sums = entries.remove(SUMS);
    if (sums == null) {
      throw new InvalidBundleException(
          "the model bundle has no entry " + SUMS + ": it is damaged, or not a bundle");
    }
    verify(entries, new String(sums, StandardCharsets.UTF_8));
    return entries;
  }

  private static void requireComplete(byte[] bytes) {
    if (bytes.length < 4 || bytes[0] != 'P' || bytes[1] != 'K') {
      throw new InvalidBundleException(
          "these %d bytes are not a model bundle: they do not start like a zip file"
              .formatted(bytes.length));
    }
    int end = bytes.length - END_RECORD_SIZE;
    for (int i = 0; i < END_SIGNATURE.length; i++) {
      if (end < 0 || bytes[end + i] != END_SIGNATURE[i]) {
        throw new InvalidBundleException(
            "the model bundle is truncated: its %d bytes have no end record"
                .formatted(bytes.length));
      }
    }
  }

  private static void verify(Map<String, byte[]> entries, String sums) {
    Map<String, String> expected = new TreeMap<>();
    sums.lines()
        .map(line -> line.split("  ", 2))
        .filter(line -> line.length == 2)
        .forEach(line -> expected.put(line[1], line[0]));
    if (!expected.keySet().equals(entries.keySet())) {
      throw new InvalidBundleException(
          "the model bundle has the entries %s but checksums for %s"
              .formatted(entries.keySet(), expected.keySet()));
    }
    entries.forEach(
        (name, content) -> {
          String actual = Sha256.hex(content);
          if (!actual.equals(expected.get(name))) {
            throw new InvalidBundleException(
                "entry %s of the model bundle has checksum %s, expected %s"
                    .formatted(name, actual, expected.get(name)));
          }
        });
  }
}
