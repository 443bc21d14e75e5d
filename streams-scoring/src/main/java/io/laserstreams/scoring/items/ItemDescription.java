package io.laserstreams.scoring.items;

import java.util.List;
import java.util.Map;

/** What models may know of an item's record; see {@code Item}. */
public record ItemDescription(
    List<String> categories, Map<String, String> fields, long updatedAt) {}
