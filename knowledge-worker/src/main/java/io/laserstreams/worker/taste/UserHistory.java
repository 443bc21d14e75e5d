package io.laserstreams.worker.taste;

import static java.util.Objects.requireNonNull;

import io.laserstreams.schema.HistoryEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A user's history with each item once: by its newest rating, or, if it has none, by its clicks.
 *
 * @param encounters by the time of the rating, or else of the newest click, oldest first
 */
public record UserHistory(List<Encounter> encounters, RatingScale scale) {
  /**
   * A user and an item.
   *
   * @param entry the newest rating, or else the newest click
   * @param times how often the user clicked if there is no rating, otherwise 1
   */
  public record Encounter(HistoryEntry entry, int times) {
    public Encounter {
      requireNonNull(entry, "entry is null");
    }

    private boolean rated() {
      return entry.getValue() != null;
    }
  }

  public UserHistory {
    encounters = List.copyOf(encounters);
    requireNonNull(scale, "scale is null");
  }

  /** Reads a history, oldest first. */
  public static UserHistory of(List<HistoryEntry> history, RatingScale scale) {
    Map<String, Encounter> byItem = new LinkedHashMap<>();
    for (HistoryEntry entry : history) {
      Encounter before = byItem.get(entry.getItemId());
      if (before != null && before.rated() && entry.getValue() == null) {
        continue;
      }
      int clicks = entry.getValue() == null && before != null ? before.times() + 1 : 1;
      byItem.remove(entry.getItemId());
      byItem.put(entry.getItemId(), new Encounter(entry, clicks));
    }
    return new UserHistory(new ArrayList<>(byItem.values()), scale);
  }

  /** Rated above the line. */
  public List<Encounter> liked() {
    return encounters.stream().filter(Encounter::rated).filter(this::likes).toList();
  }

  /** Rated, but not above the line. */
  public List<Encounter> disliked() {
    return encounters.stream().filter(encounter -> !likes(encounter)).toList();
  }

  /** Clicked and never rated. */
  public List<Encounter> opened() {
    return encounters.stream().filter(encounter -> !encounter.rated()).toList();
  }

  /** The mean of the ratings; empty without any. */
  public OptionalDouble meanRating() {
    return encounters.stream()
        .filter(Encounter::rated)
        .mapToDouble(encounter -> encounter.entry().getValue())
        .average();
  }

  /** How the taste has changed: among what was liked or clicked. */
  public TasteChange change() {
    return TasteChange.of(
        encounters.stream()
            .filter(this::likes)
            .map(encounter -> encounter.entry().getCategories())
            .toList());
  }

  private boolean likes(Encounter encounter) {
    return scale.likes(encounter.entry());
  }
}
