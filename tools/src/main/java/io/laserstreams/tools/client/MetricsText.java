package io.laserstreams.tools.client;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The metrics of an app as it served them in Prometheus' text. */
public final class MetricsText {
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  private final String text;

  public MetricsText(String text) {
    this.text = requireNonNull(text, "text is null");
  }

  /** One line: its labels and its value. */
  public record Sample(Map<String, String> labels, double value) {
    public Sample {
      labels = Map.copyOf(labels);
    }

    /** Whether it has these labels, among others. */
    public boolean has(Map<String, String> wanted) {
      return labels.entrySet().containsAll(wanted.entrySet());
    }
  }

  /**
   * The samples of a metric, in the order of the text; none if the app does not have it.
   *
   * @param metric Prometheus' name, for example {@code laser_knowledge_due_total}
   */
  public List<Sample> samples(String metric) {
    String start = metric + "{";
    return text.lines().filter(line -> line.startsWith(start)).map(MetricsText::sample).toList();
  }

  private static Sample sample(String line) {
    int end = line.lastIndexOf('}');
    return new Sample(
        labels(line.substring(0, end)), Double.parseDouble(line.substring(end + 1).strip()));
  }

  private static Map<String, String> labels(String line) {
    Map<String, String> labels = new HashMap<>();
    Matcher label = LABEL.matcher(line);
    while (label.find()) {
      labels.put(
          label.group(1),
          label.group(2).replace("\\\"", "\"").replace("\\n", "\n").replace("\\\\", "\\"));
    }
    return labels;
  }
}
