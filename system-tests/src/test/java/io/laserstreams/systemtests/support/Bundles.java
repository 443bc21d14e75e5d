package io.laserstreams.systemtests.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.model.ModelChoice;
import io.laserstreams.crm.model.ModelShape;
import io.laserstreams.crm.model.Models;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Untrained models that read histories and item knowledge. */
public final class Bundles {
  /** The knowledge worker's default encoder. */
  public static final FeatureSpec.Encoder ENCODER = new FeatureSpec.Encoder("bge-small-en-v15-q", 384);
  private static final ModelShape SHAPE = new ModelShape(8, 4, 8, 2, 8, 1, 8, 8, 1, List.of(16, 8));

  private Bundles() {}

  public static ModelBundle untrained(String version) {
    FeatureSpec spec = new FeatureSpec(20, List.of(1.5f, 2.5f, 3.5f, 4.5f), List.of(), List.of(), List.of(), 3, ENCODER, ENCODER,
        new FeatureSpec.Capacity(1_000, 50, 50));
    return ModelBundle.untrained(version, Models.of(ModelChoice.DEFAULT, spec, SHAPE), version.hashCode());
  }

  /** A bundle that was made of half an ONNX file: whole and with right checksums, but the model in it cannot be loaded. */
  public static byte[] withTruncatedModel(String version) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    StringBuilder sums = new StringBuilder();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(untrained(version).toBytes()));
        ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        byte[] content = in.readAllBytes();
        if (entry.getName().equals("SHA256SUMS")) {
          content = sums.toString().getBytes(UTF_8);
        } else if (entry.getName().equals("head.onnx")) {
          content = Arrays.copyOf(content, content.length / 2);
        }
        out.putNextEntry(new ZipEntry(entry.getName()));
        out.write(content);
        sums.append(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content))).append("  ")
            .append(entry.getName()).append('\n');
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    return bytes.toByteArray();
  }

  public static Path file(Path folder, String version) {
    Path file = folder.resolve(version + ".laser");
    try {
      Files.write(file, untrained(version).toBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }
}
