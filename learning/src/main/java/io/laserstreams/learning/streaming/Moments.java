package io.laserstreams.learning.streaming;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.features.FeatureSpec.Standardised;
import io.laserstreams.crm.features.StreamingValues;
import io.laserstreams.crm.streaming.StreamingFeature;
import io.laserstreams.crm.streaming.StreamingFeatures;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Mean and deviation of streaming features over the slates added, by which a model standardises
 * them. Not thread-safe.
 */
public final class Moments {
  /** So wide that any value of a feature is close to its mean. */
  private static final float UNHEARD = 1e30f;

  private final StreamingFeatures features;
  private final Columns ofUser;
  private final Columns ofCandidate;

  public Moments(StreamingFeatures features) {
    this.features = requireNonNull(features, "features is null");
    this.ofUser = new Columns(features.ofUser().size());
    this.ofCandidate = new Columns(features.ofCandidate().size());
  }

  /**
   * These features for a model that is given them but does not hear them yet: they are standardised
   * to nearly 0.
   */
  public static FeatureSpec.Streaming unheard(StreamingFeatures features) {
    return new FeatureSpec.Streaming(
        unheard(features.ofUser()), unheard(features.ofCandidate()), features.settings());
  }

  private static List<Standardised> unheard(List<StreamingFeature> features) {
    return features.stream().map(feature -> new Standardised(feature.name(), 0, UNHEARD)).toList();
  }

  /** Adds a slate, whose values are in the order of the features. */
  public void add(StreamingValues slate) {
    ofUser.add(slate.ofUser());
    for (float[] candidate : slate.ofCandidates()) {
      ofCandidate.add(candidate);
    }
  }

  /** Number of candidates so far. */
  public long candidates() {
    return ofCandidate.rows;
  }

  /** The features as a model reads them, with their mean and deviation so far. */
  public FeatureSpec.Streaming standardised() {
    return new FeatureSpec.Streaming(
        ofUser.of(features.ofUser()), ofCandidate.of(features.ofCandidate()), features.settings());
  }

  public void write(DataOutputStream out) throws IOException {
    ofUser.write(out);
    ofCandidate.write(out);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException if it was written for other features, or is damaged
   */
  public static Moments read(DataInputStream in, StreamingFeatures features) throws IOException {
    var moments = new Moments(features);
    moments.ofUser.read(in);
    moments.ofCandidate.read(in);
    return moments;
  }

  /** Sums of numbers and of their squares, by column. */
  private static final class Columns {
    private static final double MIN_VARIANCE = 1e-8;

    private final double[] sums;
    private final double[] squares;
    private long rows;

    Columns(int columns) {
      sums = new double[columns];
      squares = new double[columns];
    }

    void add(float[] row) {
      rows++;
      for (int c = 0; c < sums.length; c++) {
        sums[c] += row[c];
        squares[c] += row[c] * (double) row[c];
      }
    }

    List<Standardised> of(List<StreamingFeature> features) {
      List<Standardised> standardised = new ArrayList<>();
      for (int c = 0; c < sums.length; c++) {
        double mean = sums[c] / Math.max(1, rows);
        double variance = Math.max(0, squares[c] / Math.max(1, rows) - mean * mean);
        standardised.add(
            new Standardised(
                features.get(c).name(), (float) mean, (float) Math.sqrt(variance + MIN_VARIANCE)));
      }
      return standardised;
    }

    void write(DataOutputStream out) throws IOException {
      out.writeInt(sums.length);
      out.writeLong(rows);
      for (int c = 0; c < sums.length; c++) {
        out.writeDouble(sums[c]);
        out.writeDouble(squares[c]);
      }
    }

    void read(DataInputStream in) throws IOException {
      int columns = in.readInt();
      if (columns != sums.length) {
        throw new IOException(
            "it has the distribution of %d features instead of %d".formatted(columns, sums.length));
      }
      rows = in.readLong();
      for (int c = 0; c < sums.length; c++) {
        sums[c] = in.readDouble();
        squares[c] = in.readDouble();
      }
      if (rows < 0
          || !Arrays.stream(sums).allMatch(Double::isFinite)
          || !Arrays.stream(squares).allMatch(Double::isFinite)) {
        throw new IOException(
            "it has a distribution of %d rows with sums %s and squares %s"
                .formatted(rows, Arrays.toString(sums), Arrays.toString(squares)));
      }
    }
  }
}
