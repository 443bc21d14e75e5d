package io.laserstreams.learning.dataset;

import static java.util.Objects.requireNonNull;

import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How well the files of a dataset fit together. A file without any of the interactions' ids would
 * otherwise pass unnoticed, and add nothing.
 */
public final class Joins {
  /**
   * A file that covers a smaller share gets a warning: a catalogue or profiles often lack a few,
   * rarely a quarter.
   */
  private static final double MIN_SHARE = 0.75;

  private final List<Coverage> coverages;
  private final List<JoinedFile> joined;

  public Joins(List<Coverage> coverages) {
    this(coverages, List.of());
  }

  /**
   * @param joined other files about items, of which {@code coverages} has only those that are in
   *     interactions
   */
  public Joins(List<Coverage> coverages, List<JoinedFile> joined) {
    this.coverages = List.copyOf(requireNonNull(coverages, "coverages is null"));
    this.joined = List.copyOf(requireNonNull(joined, "joined is null"));
  }

  /**
   * One line of what each file covers, and a warning for each that covers little; empty without
   * files.
   *
   * @throws InvalidDatasetException if a file covers nothing
   */
  public List<String> describe() {
    refuseNothing();
    List<String> lines = new ArrayList<>();
    if (!coverages.isEmpty()) {
      Coverage first = coverages.get(0);
      lines.add(
          first.file()
              + " covers "
              + figures(first)
              + coverages.stream()
                  .skip(1)
                  .map(next -> ", " + next.file() + " " + figures(next))
                  .collect(Collectors.joining()));
    }
    coverages.stream()
        .filter(coverage -> coverage.share() < MIN_SHARE)
        .map(Joins::warning)
        .forEach(lines::add);
    joined.stream()
        .filter(file -> file.found() < MIN_SHARE * file.rows())
        .map(Joins::warning)
        .forEach(lines::add);
    return lines;
  }

  private void refuseNothing() {
    List<Coverage> nothing =
        coverages.stream()
            .filter(coverage -> coverage.all() > 0 && coverage.covered() == 0)
            .toList();
    if (nothing.isEmpty()) {
      return;
    }
    throw new InvalidDatasetException(
        ("%s of the interactions are in %s: %s. Spell ids the same way in all files, or leave out"
                + " the file")
            .formatted(
                nothing.stream()
                    .map(each -> "0 of %,d %s".formatted(each.all(), each.of()))
                    .distinct()
                    .collect(Collectors.joining(" and ")),
                nothing.stream().map(Coverage::file).collect(Collectors.joining(", ")),
                nothing.stream().map(Joins::spellings).collect(Collectors.joining("; "))));
  }

  private static String figures(Coverage coverage) {
    return "%,d of %,d %s (%s)"
        .formatted(coverage.covered(), coverage.all(), coverage.of(), percent(coverage.share()));
  }

  private static String warning(Coverage coverage) {
    return "Warning: %,d of %,d %s, with %s of the rows, are not in %s: %s"
        .formatted(
            coverage.all() - coverage.covered(),
            coverage.all(),
            coverage.of(),
            percent(1 - coverage.rowShare()),
            coverage.file(),
            spellings(coverage));
  }

  private static String warning(JoinedFile file) {
    return ("Warning: %,d of the %,d rows of %s (%s) are about no item of the catalogue, for"
            + " example '%s'; known are '%s'")
        .formatted(
            file.rows() - file.found(),
            file.rows(),
            file.file(),
            percent((double) (file.rows() - file.found()) / file.rows()),
            String.join("', '", file.lost()),
            String.join("', '", file.wanted()));
  }

  private static String spellings(Coverage coverage) {
    return "the interactions have %s %s, %s has %s"
        .formatted(
            coverage.of(),
            quoted(coverage.missing()),
            coverage.file(),
            coverage.unused().isEmpty() ? "nothing else" : quoted(coverage.unused()));
  }

  private static String quoted(List<String> ids) {
    return ids.stream().map(id -> "'" + id + "'").collect(Collectors.joining(", "));
  }

  /** 100 % only for all, and 0 % only for nothing. */
  private static String percent(double share) {
    if (share > 0 && share < 0.01) {
      return "under 1 %";
    }
    return share > 0.99 && share < 1
        ? "over 99 %"
        : String.format(Locale.ROOT, "%.0f %%", 100 * share);
  }
}
