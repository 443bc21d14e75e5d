package io.laserstreams.tools.client;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.runtime.table.TableReader;
import io.laserstreams.scoring.model.ModelSettingMeters;
import io.laserstreams.scoring.model.ReleaseMeters;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The metrics of one instance of scoring, as it served them in Prometheus' text. */
public final class ScoringMetrics {
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  private final URI address;
  private final String text;

  ScoringMetrics(URI address, String text) {
    this.address = requireNonNull(address, "address is null");
    this.text = requireNonNull(text, "text is null");
  }

  /**
   * The sum of the offsets up to which the instance has processed a topic that it reads as a table.
   *
   * @throws UserException if it does not read the topic
   */
  public long position(String topic) {
    return samples(TableReader.POSITION)
        .filter(sample -> topic.equals(sample.labels().get("topic")))
        .findFirst()
        .map(sample -> (long) Double.parseDouble(sample.value()))
        .orElseThrow(
            () ->
                new UserException(
                    "Scoring at "
                        + address
                        + " does not read "
                        + topic
                        + ": it is another app, another release, serves one bundle"
                        + " (model.bundle), or has another topic.prefix"));
  }

  /** The release that serves; empty if there is none. */
  public Optional<String> serving() {
    return release(ReleaseMeters.SERVES);
  }

  /** The release that was refused last; empty if none was since another one serves. */
  public Optional<String> refused() {
    return release(ReleaseMeters.REFUSED);
  }

  /** What it provides to models, by configuration key. */
  public Map<String, String> modelSettings() {
    Map<String, String> settings = new HashMap<>();
    samples(ModelSettingMeters.SETTING)
        .forEach(
            sample ->
                settings.put(
                    requireNonNull(sample.labels().get(ModelSettingMeters.KEY), "no key"),
                    sample.labels().getOrDefault(ModelSettingMeters.VALUE, "")));
    return settings;
  }

  private Optional<String> release(String outcome) {
    return samples(ReleaseMeters.RELEASE)
        .filter(sample -> outcome.equals(sample.labels().get(ReleaseMeters.OUTCOME)))
        .findFirst()
        .map(sample -> sample.labels().get(ReleaseMeters.VERSION));
  }

  private record Sample(Map<String, String> labels, String value) {}

  private Stream<Sample> samples(String meter) {
    String start = meter.replace('.', '_') + "{";
    List<Sample> samples =
        text.lines()
            .filter(line -> line.startsWith(start))
            .map(
                line ->
                    new Sample(
                        labels(line.substring(0, line.lastIndexOf('}'))),
                        line.substring(line.lastIndexOf('}') + 1).strip()))
            .toList();
    return samples.stream();
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
