package io.laserstreams.tools.describe;

import io.laserstreams.learning.dataset.Candidate;
import io.laserstreams.learning.dataset.Dataset;
import io.laserstreams.learning.dataset.Impression;
import io.laserstreams.learning.dataset.Part;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The parts of a dataset: their sizes, times and labels, and what is new in them. */
final class SplitReport {
  private final Dataset data;

  SplitReport(Dataset data) {
    this.data = data;
  }

  private static final class Counts {
    private final Set<String> users = new HashSet<>();
    private final Set<String> items = new HashSet<>();
    private long samples;
    private long candidates;
    private long positives;
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;
    private long newItems;
    private long newUsers;

    void add(Impression impression, Counts training) {
      samples++;
      users.add(impression.userId());
      first = Math.min(first, impression.time());
      last = Math.max(last, impression.time());
      newUsers += training.users.contains(impression.userId()) ? 0 : 1;
      for (Candidate candidate : impression.candidates()) {
        items.add(candidate.itemId());
        candidates++;
        positives += candidate.positive() ? 1 : 0;
        newItems += training.items.contains(candidate.itemId()) ? 0 : 1;
      }
    }
  }

  List<String> lines() {
    Map<Part, Counts> parts = new EnumMap<>(Part.class);
    var training = new Counts();
    int sample = 0;
    long early = 0;
    for (Impression impression : data.impressions()) {
      if (impression.isSample()) {
        Part part = data.protocol().part(sample++);
        (part == Part.TRAINING ? training : parts.computeIfAbsent(part, key -> new Counts()))
            .add(impression, training);
      } else {
        early++;
      }
    }
    parts.put(Part.TRAINING, training);
    List<String> lines = new ArrayList<>();
    for (Part part : Part.values()) {
      Counts counts = parts.getOrDefault(part, new Counts());
      lines.add(line(part, counts));
    }
    lines.add(
        "%,d impressions are no samples: their users had fewer than %d interactions before"
            .formatted(early, data.description().split().earlier()));
    return lines;
  }

  private String line(Part part, Counts counts) {
    String name = part.name().toLowerCase(Locale.ROOT);
    if (counts.samples == 0) {
      return "%s: no samples".formatted(name);
    }
    String times =
        data.description().interactions().time() == null
            ? ""
            : ", %s to %s"
                .formatted(Instant.ofEpochMilli(counts.first), Instant.ofEpochMilli(counts.last));
    String news =
        part == Part.TRAINING
            ? ""
            : (", %s of the candidates are not in the training part, %s of the samples are of"
                    + " users who are not")
                .formatted(
                    percent(counts.newItems, counts.candidates),
                    percent(counts.newUsers, counts.samples));
    return "%s: %,d samples with %,d candidates, %s positive%s%s"
        .formatted(
            name,
            counts.samples,
            counts.candidates,
            percent(counts.positives, counts.candidates),
            times,
            news);
  }

  static String percent(long part, long all) {
    return all == 0 ? "0 %" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / all);
  }
}
