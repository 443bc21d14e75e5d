package io.laserstreams.tools.client;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.runtime.table.TableReader;
import io.laserstreams.scoring.model.ModelSettingMeters;
import io.laserstreams.scoring.model.ReleaseMeters;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The metrics of one instance of scoring, as it served them in Prometheus' text. */
public final class ScoringMetrics {
  private final URI address;
  private final MetricsText text;

  ScoringMetrics(URI address, String text) {
    this.address = requireNonNull(address, "address is null");
    this.text = new MetricsText(text);
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
        .map(sample -> (long) sample.value())
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

  private Stream<MetricsText.Sample> samples(String meter) {
    return text.samples(meter.replace('.', '_')).stream();
  }
}
