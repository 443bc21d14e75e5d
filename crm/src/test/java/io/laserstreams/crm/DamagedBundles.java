package io.laserstreams.crm;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.laserstreams.crm.bundle.ModelBundle;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Bundles with a damage inside that their checksums do not show. */
public final class DamagedBundles {
  private DamagedBundles() {}

  /** A bundle whose head's graph ends in the middle, with checksums made afterwards. */
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
        sums.append(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)))
            .append("  ")
            .append(entry.getName())
            .append('\n');
        out.putNextEntry(new ZipEntry(entry.getName()));
        out.write(content);
        out.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    return bytes.toByteArray();
  }
}
