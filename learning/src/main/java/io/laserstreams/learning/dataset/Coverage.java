package io.laserstreams.learning.dataset;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/**
 * The share of the interactions' users or items that a file covers.
 *
 * @param file its name
 * @param of what it is about: users or items
 * @param covered how many of {@code all} it covers
 * @param all how many the interactions have
 * @param rowShare share of the interactions' rows whose user or item it covers
 * @param missing examples of those that it lacks
 * @param unused examples of what it has instead
 */
public record Coverage(
    String file,
    String of,
    int covered,
    int all,
    double rowShare,
    List<String> missing,
    List<String> unused) {
  private static final int EXAMPLES = 3;

  public Coverage {
    requireNonNull(file, "file is null");
    missing = List.copyOf(missing);
    unused = List.copyOf(unused);
  }

  /** Of the catalogue and the profiles, if the description names files for them. */
  public static List<Coverage> of(Dataset data) {
    List<Coverage> coverages = new ArrayList<>();
    var description = data.description();
    if (description.items() != null) {
      coverages.add(ofItems(data, description.items().file(), data.items().keySet()));
      data.joined().forEach(joined -> coverages.add(ofItems(data, joined.file(), joined.items())));
    }
    if (description.users() != null) {
      coverages.add(ofUsers(data, description.users().file(), data.profiles().keySet()));
    }
    return coverages;
  }

  /** Of a file about these items. */
  public static Coverage ofItems(Dataset data, String file, Set<String> known) {
    return of(
        file,
        "items",
        rows(data, play -> play.candidates().stream().map(Candidate::itemId).toList()),
        known);
  }

  /** Of a file about these users. */
  public static Coverage ofUsers(Dataset data, String file, Set<String> known) {
    return of(
        file,
        "users",
        rows(data, play -> play.candidates().stream().map(candidate -> play.userId()).toList()),
        known);
  }

  /** Number of rows of each id, in the order played. */
  private static Map<String, Integer> rows(Dataset data, Function<Impression, List<String>> ids) {
    Map<String, Integer> rows = new LinkedHashMap<>();
    data.impressions()
        .forEach(play -> ids.apply(play).forEach(id -> rows.merge(id, 1, Integer::sum)));
    return rows;
  }

  private static Coverage of(String file, String of, Map<String, Integer> rows, Set<String> known) {
    List<String> missing = rows.keySet().stream().filter(id -> !known.contains(id)).toList();
    long all = rows.values().stream().mapToLong(Integer::longValue).sum();
    long lost = missing.stream().mapToLong(id -> rows.getOrDefault(id, 0)).sum();
    List<String> examples = missing.subList(0, Math.min(EXAMPLES, missing.size()));
    return new Coverage(
        file,
        of,
        rows.size() - missing.size(),
        rows.size(),
        all == 0 ? 1 : (double) (all - lost) / all,
        examples,
        missing.isEmpty() ? List.of() : counterparts(examples, rows.keySet(), known));
  }

  /**
   * What the file has instead of the examples: the same ids in another spelling if there are any,
   * otherwise ids that no interaction has.
   */
  private static List<String> counterparts(
      List<String> examples, Set<String> wanted, Set<String> known) {
    Map<String, String> spellings = new HashMap<>();
    known.forEach(id -> spellings.putIfAbsent(plain(id), id));
    List<String> alike =
        examples.stream().map(id -> spellings.get(plain(id))).filter(Objects::nonNull).toList();
    return alike.isEmpty()
        ? known.stream().filter(id -> !wanted.contains(id)).limit(EXAMPLES).toList()
        : alike;
  }

  /**
   * An id without what programs add to it: capitals, quotes, leading zeros, the fraction of a whole
   * number, a prefix.
   */
  private static String plain(String id) {
    String text =
        id.toLowerCase(Locale.ROOT).replaceFirst("\\.0+$", "").replaceAll("[^\\p{L}\\p{N}]", "");
    String digits = text.replaceFirst("^\\p{L}*0*(?=\\p{N}+$)", "");
    return digits.isEmpty() ? text : digits;
  }

  /** From 0 to 1. */
  double share() {
    return all == 0 ? 1 : (double) covered / all;
  }
}
