package io.laserstreams.learning.reproduce;

import io.laserstreams.crm.evaluation.Quality;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Draws the report's plots. Needs a font, but no screen. */
final class Plots {
  private static final int WIDTH = 860;
  private static final int HEIGHT = 480;
  private static final float[] DASHES = {6, 4};
  private static final Logger LOG = LoggerFactory.getLogger(Plots.class);

  private Plots() {}

  /**
   * Whether Java can draw text on this machine. Without any font it throws, depending on its
   * version, an {@link Error} or an internal exception.
   */
  static boolean possible() {
    try {
      var image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
      var graphics = image.createGraphics();
      try {
        return graphics
                .getFontMetrics(new Font(Font.SANS_SERIF, Font.PLAIN, 12))
                .stringWidth("text")
            > 0;
      } finally {
        graphics.dispose();
      }
    } catch (LinkageError | InternalError | RuntimeException e) {
      LOG.warn("no plots: Java finds no font on this machine", e);
      return false;
    } catch (Error e) {
      if (!String.valueOf(e.getMessage()).contains("font")) {
        throw e;
      }
      LOG.warn("no plots: Java finds no font on this machine", e);
      return false;
    }
  }

  /**
   * AUC by the share of the samples learnt from.
   *
   * @param series mean AUC by fraction, by name
   * @param reference an AUC to compare with, {@code NaN} for none
   */
  static void efficiency(
      Path file, String title, Map<String, Map<Double, Double>> series, double reference) {
    XYChart chart = chart(title, "share of the training samples, %", "test AUC");
    chart.getStyler().setXAxisLogarithmic(true);
    series.forEach(
        (name, points) -> {
          double[] x = points.keySet().stream().mapToDouble(fraction -> fraction * 100).toArray();
          chart.addSeries(name, x, points.values().stream().mapToDouble(auc -> auc).toArray());
        });
    if (!Double.isNaN(reference)) {
      double smallest =
          series.values().stream()
                  .flatMap(points -> points.keySet().stream())
                  .mapToDouble(f -> f)
                  .min()
                  .orElse(1)
              * 100;
      line(
          chart,
          "backbone at 100 %",
          new double[] {smallest, 100},
          new double[] {reference, reference});
    }
    write(chart, file);
  }

  /** Share of positives by predicted probability, by name; the diagonal is perfect. */
  static void calibration(Path file, String title, Map<String, List<Quality.Bin>> series) {
    XYChart chart = chart(title, "predicted probability", "share of positives");
    series.forEach(
        (name, bins) ->
            chart.addSeries(
                name,
                bins.stream().mapToDouble(Quality.Bin::predicted).toArray(),
                bins.stream().mapToDouble(Quality.Bin::observed).toArray()));
    line(chart, "calibrated", new double[] {0, 1}, new double[] {0, 1});
    write(chart, file);
  }

  private static XYChart chart(String title, String x, String y) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(x)
            .yAxisTitle(y)
            .build();
    Styler styler = chart.getStyler();
    styler.setLegendPosition(Styler.LegendPosition.OutsideE);
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setLegendBorderColor(Color.WHITE);
    return chart;
  }

  private static void line(XYChart chart, String name, double[] x, double[] y) {
    XYSeries series = chart.addSeries(name, x, y);
    series.setMarker(SeriesMarkers.NONE);
    series.setLineColor(Color.GRAY);
    series.setLineStyle(
        new BasicStroke(1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 10, DASHES, 0));
  }

  private static void write(XYChart chart, Path file) {
    var image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    var graphics = image.createGraphics();
    try {
      chart.paint(graphics, WIDTH, HEIGHT);
      ImageIO.write(image, "png", file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the plot " + file, e);
    } finally {
      graphics.dispose();
    }
  }
}
