package io.laserstreams.learning.dataset;

import java.util.List;
import java.util.Set;

/**
 * Another file about items, and how much of it was of use.
 *
 * @param file its name
 * @param rows how many it has
 * @param found how many of them are about an item of the catalogue
 * @param items the catalogue's items that it has rows of
 * @param lost examples of ids that are not in the catalogue, or not in the file that maps them
 * @param wanted examples of ids that the catalogue, or the file that maps them, has
 */
public record JoinedFile(
    String file, long rows, long found, Set<String> items, List<String> lost, List<String> wanted) {
  public JoinedFile {
    items = Set.copyOf(items);
    lost = List.copyOf(lost);
    wanted = List.copyOf(wanted);
  }
}
