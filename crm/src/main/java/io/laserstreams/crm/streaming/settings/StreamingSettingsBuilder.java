package io.laserstreams.crm.streaming.settings;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds {@link StreamingSettings}, whose record documents the values. */
public final class StreamingSettingsBuilder {
  private static final long HOUR = 3_600_000;

  private long epochMillis = HOUR;
  private long trendMillis = 14 * 24 * HOUR;
  private long sessionMillis = HOUR / 2;
  private @Nullable Long idleMillis;
  private float likeAbove = 3;
  private float clickValue = 4;
  private @Nullable Float shownValue;
  private int recentEvents = 512;
  private int eventsPerHour = 3_600;
  private int groups = 64;
  private List<String> segmentFields = List.of();
  private List<String> affinityFields = List.of();

  StreamingSettingsBuilder() {}

  StreamingSettingsBuilder(StreamingSettings settings) {
    epochMillis = settings.epochMillis();
    trendMillis = settings.trendMillis();
    sessionMillis = settings.sessionMillis();
    idleMillis = settings.idleMillis();
    likeAbove = settings.likeAbove();
    clickValue = settings.clickValue();
    shownValue = settings.shownValue();
    recentEvents = settings.recentEvents();
    eventsPerHour = settings.eventsPerHour();
    groups = settings.groups();
    segmentFields = settings.segmentFields();
    affinityFields = settings.affinityFields();
  }

  public StreamingSettingsBuilder epochMillis(long millis) {
    epochMillis = millis;
    return this;
  }

  public StreamingSettingsBuilder trendMillis(long millis) {
    trendMillis = millis;
    return this;
  }

  public StreamingSettingsBuilder sessionMillis(long millis) {
    sessionMillis = millis;
    return this;
  }

  public StreamingSettingsBuilder idleMillis(@Nullable Long millis) {
    idleMillis = millis;
    return this;
  }

  public StreamingSettingsBuilder likeAbove(float value) {
    likeAbove = value;
    return this;
  }

  public StreamingSettingsBuilder clickValue(float value) {
    clickValue = value;
    return this;
  }

  public StreamingSettingsBuilder shownValue(@Nullable Float value) {
    shownValue = value;
    return this;
  }

  public StreamingSettingsBuilder recentEvents(int count) {
    recentEvents = count;
    return this;
  }

  public StreamingSettingsBuilder eventsPerHour(int count) {
    eventsPerHour = count;
    return this;
  }

  public StreamingSettingsBuilder groups(int count) {
    groups = count;
    return this;
  }

  public StreamingSettingsBuilder segmentFields(List<String> names) {
    segmentFields = names;
    return this;
  }

  public StreamingSettingsBuilder affinityFields(List<String> names) {
    affinityFields = names;
    return this;
  }

  /**
   * @throws IllegalArgumentException if a value is out of its range
   */
  public StreamingSettings build() {
    return new StreamingSettings(
        epochMillis,
        trendMillis,
        sessionMillis,
        idleMillis,
        likeAbove,
        clickValue,
        shownValue,
        recentEvents,
        eventsPerHour,
        groups,
        segmentFields,
        affinityFields);
  }
}
