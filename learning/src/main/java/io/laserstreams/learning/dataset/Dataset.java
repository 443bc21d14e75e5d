package io.laserstreams.learning.dataset;

import static java.util.Objects.requireNonNull;

import io.laserstreams.learning.dataset.description.DatasetDescription;
import java.util.List;
import java.util.Map;

/**
 * A dataset, in the order and split of its description.
 *
 * @param description by which it was read
 * @param fingerprint SHA-256 of the description and of all its files, which tells data and
 *     protocols apart
 * @param impressions in the order to play them
 * @param profiles profile fields by user id
 * @param items the catalogue by item id
 * @param joined other files about items
 * @param protocol the part of each sample
 */
public record Dataset(
    DatasetDescription description,
    String fingerprint,
    List<Impression> impressions,
    Map<String, Map<String, String>> profiles,
    Map<String, CatalogueItem> items,
    List<JoinedFile> joined,
    Protocol protocol) {
  public Dataset {
    requireNonNull(description, "description is null");
    requireNonNull(fingerprint, "fingerprint is null");
  }

  /** With the split of its description. */
  public Dataset(
      DatasetDescription description,
      String fingerprint,
      List<Impression> impressions,
      Map<String, Map<String, String>> profiles,
      Map<String, CatalogueItem> items,
      List<JoinedFile> joined) {
    this(
        description,
        fingerprint,
        impressions,
        profiles,
        items,
        joined,
        protocol(impressions, requireNonNull(description, "description is null")));
  }

  /** Without other files about items. */
  public Dataset(
      DatasetDescription description,
      String fingerprint,
      List<Impression> impressions,
      Map<String, Map<String, String>> profiles,
      Map<String, CatalogueItem> items) {
    this(description, fingerprint, impressions, profiles, items, List.of());
  }

  public String name() {
    return description.name();
  }

  private static Protocol protocol(List<Impression> impressions, DatasetDescription description) {
    int samples = (int) impressions.stream().filter(Impression::isSample).count();
    return Protocol.of(samples, description.split());
  }
}
