package io.laserstreams.crm;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.bytes.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Bundles with damage that their checksums do not reveal. */
public final class DamagedBundles {
  private DamagedBundles() {}

  /** A bundle whose head's graph is truncated, with checksums of what is left. */
  public static byte[] truncatedHead(ModelBundle bundle) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    StringBuilder sums = new StringBuilder();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(bundle.toBytes()));
        ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        byte[] content = in.readAllBytes();
        if (entry.getName().equals("SHA256SUMS")) {
          content = sums.toString().getBytes(UTF_8);
        } else if (entry.getName().equals("head.onnx")) {
          content = Arrays.copyOf(content, content.length / 2);
        }
        sums.append(Sha256.hex(content)).append("  ").append(entry.getName()).append('\n');
        out.putNextEntry(new ZipEntry(entry.getName()));
        out.write(content);
        out.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
